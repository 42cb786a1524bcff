import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { VersionedCredentials } from '../deliver/credentials.ts';
import { readSecret, type SecretOptions } from './credentials.ts';

/**
 * The credentials as they were before the last change; `undefined` where there are none, or none of this shape.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html#term_version
 */
export async function readPreviousSecret(options: SecretOptions): Promise<VersionedCredentials | undefined> {
  const client = {
    send: (command: GetSecretValueCommand) =>
      options.client.send(new GetSecretValueCommand({ ...command.input, VersionStage: 'AWSPREVIOUS' })),
  } as Pick<SecretsManagerClient, 'send'>;
  try {
    return await readSecret({ ...options, client });
  } catch {
    return undefined;
  }
}
