import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import type { Credentials, Destination } from '../destination.ts';
import { CredentialsError } from '../errors.ts';
import type { Redactor } from '../redaction.ts';

/** Credentials as read, with the version of the secret they came from. */
export interface Current {
  readonly credentials: Credentials;
  readonly version: string;
}

export interface CredentialStore {
  /**
   * The credentials to use: from memory for `ageMsMax`, read once for all who ask at the same time.
   * `undefined`: these were rejected and the secret has not changed since.
   * Throws `CredentialsError` when there are none that could be used.
   */
  readonly get: () => Promise<Current | undefined>;
  /** The third party refused `version`. One fresh read for all; the new credentials, or `undefined` if none are newer. */
  readonly refused: (version: string) => Promise<Current | undefined>;
}

/** A rotated secret is in use at the latest after this long; a 401 brings it at once. */
const ageMsMax = 5 * 60_000;
/** When Secrets Manager cannot be reached, what worked goes on working for this long. */
const staleMsMax = 60 * 60_000;

export interface CredentialStoreOptions {
  readonly client: SecretsManagerClient;
  readonly secretId: string;
  readonly destination: Destination;
  readonly redactor: Redactor;
  readonly now: () => number;
  /** At most one read of refused credentials in this time. */
  readonly recheckMs: number;
}

export function createCredentialStore(options: CredentialStoreOptions): CredentialStore {
  const { now } = options;
  let current: (Current & { readonly readAtMs: number }) | undefined;
  let refusedVersion: string | undefined;
  let refusedReadAtMs = 0;
  let reading: Promise<Current> | undefined;

  function read(): Promise<Current> {
    reading ??= readSecret(options)
      .then((fresh) => {
        current = { ...fresh, readAtMs: now() };
        return fresh;
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  }

  async function readUnlessRefused(): Promise<Current | undefined> {
    const fresh = await read();
    return fresh.version === refusedVersion ? undefined : fresh;
  }

  return {
    get: async () => {
      if (current !== undefined && current.version === refusedVersion) {
        // Who asks while the secret is being read again waits for what it says.
        if (reading === undefined && now() - refusedReadAtMs < options.recheckMs) return undefined;
        refusedReadAtMs = now();
        return readUnlessRefused();
      }
      if (current !== undefined && now() - current.readAtMs < ageMsMax) return current;
      try {
        return await readUnlessRefused();
      } catch (error) {
        if (current !== undefined && now() - current.readAtMs < staleMsMax) return current;
        throw error;
      }
    },
    refused: async (version) => {
      // Another record of this sandbox may have been here first: its read serves all.
      if (current !== undefined && current.version !== version) return current;
      if (refusedVersion === version && reading === undefined) return undefined;
      refusedVersion = version;
      refusedReadAtMs = now();
      return readUnlessRefused();
    },
  };
}

/** Errors are constant texts: those of the SDK and of JSON.parse quote what they could not read. */
async function readSecret({
  client,
  secretId,
  destination,
  redactor,
}: CredentialStoreOptions): Promise<Current> {
  let text: string | undefined;
  let version: string | undefined;
  try {
    const answer = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    text = answer.SecretString;
    version = answer.VersionId;
  } catch (error) {
    throw new CredentialsError(`secret ${secretId} cannot be read (${(error as Error).name})`);
  }
  if (text === undefined || version === undefined)
    throw new CredentialsError(`secret ${secretId} holds no text`);
  redactor.addSecret(text, 'as a whole');
  const parsed = z.safeParse(destination.credentials, parseJson(text));
  if (!parsed.success) {
    const places = parsed.error.issues.map(({ path }) => path.join('.') || 'the whole').join(', ');
    throw new CredentialsError(
      `secret ${secretId} does not have the shape of ${destination.name} (${places}): run "secret set ${destination.name}"`,
    );
  }
  for (const [name, value] of Object.entries(parsed.data)) {
    if (name !== 'baseUrl' && typeof value === 'string') redactor.addSecret(value);
  }
  return Object.freeze({ credentials: Object.freeze(parsed.data), version });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
