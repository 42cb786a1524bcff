/** Checks the text of a secret, and writes it: never quoted, and to Secrets Manager only. */
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { Credentials, Destination } from '../../functions/core/declare/destination.ts';
import { secretValues } from '../../functions/core/declare/secret-values.ts';
import type { Environment } from '../environments.ts';
import { secretName } from '../names.ts';
import type { Context } from './context.ts';
import { checkCredentials, hostOf } from './credentials.ts';
import { requestSupervisor } from './request-supervisor.ts';
import { CommandError } from './shell/errors.ts';
import { explainFailure } from './shell/failure.ts';
import { writeJson, writeLine } from './shell/output.ts';
import { weakness } from './weak-secret.ts';

/** Throws `CommandError` on what is no secret of the destination, or can be kept out of no log. */
export function checkedSecret(text: string, destination: Destination, environment: Environment): Credentials {
  const { credentials, problems } = checkCredentials(
    text,
    destination,
    environment.settings.allowPrivateAddresses,
  );
  const weak = secretValues(parseJson(text), destination).flatMap(({ path, text: value }) => {
    const why = weakness(value);
    return why === undefined ? [] : [`${path}: ${why}; if it is no secret, name it in publicCredentials`];
  });
  if (credentials !== undefined && problems.length === 0 && weak.length > 0) {
    throw new CommandError(
      `nothing was written, ${destination.name} needs keys that can be kept out of logs:\n  ${weak.join('\n  ')}`,
    );
  }
  if (credentials === undefined || problems.length > 0) {
    throw new CommandError(
      `nothing was written, these are no credentials of ${destination.name}:\n  ${problems.join('\n  ')}`,
    );
  }
  return credentials;
}

export interface NewSecret {
  readonly destination: Destination;
  readonly environment: Environment;
  readonly text: string;
  readonly credentials: Credentials;
  /** Tells of it as JSON. */
  readonly json: boolean;
}

/** Writes it and asks the supervisor to look at it. Throws `CommandError` when it was not written. */
export async function writeSecret(
  { destination, environment, text, credentials, json }: NewSecret,
  context: Context,
): Promise<void> {
  const { name } = destination;
  const { secrets, sqs } = await context.clients(environment.name);
  const secret = secretName(environment.name, name);
  const kept =
    environment.name === 'local' && credentials.baseUrl === undefined
      ? await baseUrlIn(secrets, secret, destination)
      : {};
  const written = kept.baseUrl === undefined ? text : JSON.stringify({ ...JSON.parse(text), ...kept });
  const versionId = await put(secrets, secret, written, context).catch((error: unknown) => {
    const reason = explainFailure(error, environment.name, context.env) ?? (error as Error).name;
    // Not the error itself: what a client or a proxy says may quote the request.
    throw new CommandError(`${secret} was not written: ${reason}`);
  });
  const host = hostOf({ ...credentials, ...kept }, destination);
  if (json) writeJson(context, { secret, versionId, host });
  else writeLine(context.stdout, versionId);
  const requested = await requestSupervisor(sqs, environment.name, { ask: 'look', destination: name }).then(
    () => 'if they are parked, they go on now, once a probe with it passes',
    (error: unknown) => {
      const reason = explainFailure(error, environment.name, context.env) ?? (error as Error).name;
      // The secret is set all the same: the supervisor finds it by itself.
      writeLine(context.stderr, `warning: the supervisor could not be asked to look at it now: ${reason}`);
      return 'if they are parked, they go on within minutes, once a probe with it passes';
    },
  );
  writeLine(
    context.stderr,
    `${secret} is set, requests go to ${host}; functions use it within five minutes; ${requested}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Where the secret points now. On this machine a new key must not send a stand-in's traffic to the real third party:
 * whoever wants that writes its address. Nothing when there is no secret that could be read.
 */
async function baseUrlIn(
  secrets: SecretsManagerClient,
  secret: string,
  destination: Destination,
): Promise<{ readonly baseUrl?: string }> {
  const { SecretString = '' } = await secrets
    .send(new GetSecretValueCommand({ SecretId: secret }))
    .catch(() => ({ SecretString: '' }));
  const { credentials } = checkCredentials(SecretString, destination, true);
  return credentials?.baseUrl === undefined ? {} : { baseUrl: credentials.baseUrl };
}

async function put(
  secrets: SecretsManagerClient,
  secret: string,
  text: string,
  { randomId }: Context,
): Promise<string> {
  // With a token, a repetition by the SDK makes no second version.
  const { VersionId } = await secrets.send(
    new PutSecretValueCommand({ SecretId: secret, SecretString: text, ClientRequestToken: randomId() }),
  );
  return VersionId ?? '';
}
