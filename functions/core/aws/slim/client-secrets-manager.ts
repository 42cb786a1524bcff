/** Stands in for `@aws-sdk/client-secrets-manager` in the Lambda bundles (lib/build/bundle.ts). */
import type {
  GetSecretValueCommandInput,
  GetSecretValueCommandOutput,
} from '@aws-sdk/client-secrets-manager';
import { JsonClient, type JsonClientOptions, type JsonCommand } from './json-client.ts';

export class SecretsManagerClient extends JsonClient {
  constructor(options: JsonClientOptions) {
    const contentType = 'application/x-amz-json-1.1';
    super({ name: 'secretsmanager', id: 'SECRETS_MANAGER', target: 'secretsmanager', contentType }, options);
  }
}

/** A secret that is text: what is binary is not decoded, nor is a date. */
export class GetSecretValueCommand implements JsonCommand<GetSecretValueCommandOutput> {
  readonly operation = 'GetSecretValue';
  readonly input: GetSecretValueCommandInput;

  constructor(input: GetSecretValueCommandInput) {
    this.input = input;
  }
}
