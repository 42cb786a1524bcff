import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import type { Destination } from '../declare/destination.ts';
import { secretValues } from '../declare/secret-values.ts';
import type { CredentialStore, VersionedCredentials } from '../deliver/credentials.ts';
import { CredentialsError } from '../errors.ts';
import type { Redactor } from '../redact/redactor.ts';

/** A rotated secret is in use at the latest after this long; a 401 brings it at once. */
const ageMsMax = 5 * 60_000;
/** When Secrets Manager cannot be reached, what worked goes on working for this long. */
const staleMsMax = 60 * 60_000;

export interface SecretOptions {
  readonly client: Pick<SecretsManagerClient, 'send'>;
  readonly secretId: string;
  readonly destination: Destination;
  readonly redactor: Redactor;
}

export interface CredentialStoreOptions extends SecretOptions {
  readonly now: () => number;
}

/** Requests of one batch that were refused come back within about so much of each other. */
const sharedMsMax = 1_000;

export function createCredentialStore(options: CredentialStoreOptions): CredentialStore {
  const { now } = options;
  let current: (VersionedCredentials & { readonly readAtMs: number }) | undefined;
  let reading: Promise<VersionedCredentials> | undefined;
  /** The last refusal that led to a read. */
  let refused: { readonly version: string; readonly atMs: number } | undefined;

  function read(): Promise<VersionedCredentials> {
    const readAtMs = now();
    reading ??= readSecret(options)
      .then((fresh) => {
        current = { ...fresh, readAtMs };
        return fresh;
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  }

  return {
    get: async (notBeforeMs) => {
      const usable = (ageMs: number) =>
        current !== undefined && current.readAtMs >= notBeforeMs && now() - current.readAtMs < ageMs
          ? current
          : undefined;
      const known = usable(ageMsMax);
      if (known !== undefined) return known;
      try {
        return await read();
      } catch (error) {
        const stale = usable(staleMsMax);
        if (stale !== undefined) return stale;
        throw error;
      }
    },
    refreshed: async (version) => {
      // Another record of this sandbox may have been here first: its read serves all.
      if (current !== undefined && current.version !== version) return current;
      // Those that were under way together are refused one after the other; one read is for all of them.
      const isJustRead =
        reading === undefined && refused?.version === version && now() - refused.atMs < sharedMsMax;
      if (!isJustRead) refused = { version, atMs: now() };
      const fresh = isJustRead ? current : await read();
      return fresh?.version === version ? undefined : fresh;
    },
  };
}

/** Asking again will not help: it was deleted, or a right to it or to its key is missing. */
const lasting = [
  'ResourceNotFoundException',
  'AccessDeniedException',
  'InvalidRequestException',
  'DecryptionFailure',
];

/** What a secret that is not there counts as: any version that comes is newer. */
const noVersion = 'none';

/**
 * The credentials as the secret holds them now; from here on the redactor knows them. Throws `CredentialsError`.
 * Errors are constant texts: those of the SDK and of JSON.parse quote what they could not read.
 */
export async function readSecret({
  client,
  secretId,
  destination,
  redactor,
}: SecretOptions): Promise<VersionedCredentials> {
  let text: string | undefined;
  let version: string | undefined;
  let createdAtMs: number | undefined;
  try {
    const answer = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    text = answer.SecretString;
    version = answer.VersionId;
    createdAtMs = millisecondsOf(answer.CreatedDate);
  } catch (error) {
    const { name } = error as Error;
    const version = lasting.includes(name) ? noVersion : undefined;
    throw new CredentialsError(`secret ${secretId} cannot be read (${name})`, version);
  }
  if (text === undefined || version === undefined)
    throw new CredentialsError(`secret ${secretId} holds no text`, version ?? noVersion);
  redactor.addSecret(text, 'as a whole');
  const json = parseJson(text);
  // Whatever the shape makes of it, and whether it fits or not.
  for (const { text: value } of secretValues(json, destination)) redactor.addSecret(value);
  const parsed = z.safeParse(destination.credentials, json);
  if (!parsed.success) {
    const places = parsed.error.issues.map(({ path }) => path.join('.') || 'the whole').join(', ');
    throw new CredentialsError(
      `secret ${secretId} does not have the shape of ${destination.name} (${places}): run "secret set ${destination.name}"`,
      version,
    );
  }
  for (const { text: value } of secretValues(parsed.data, destination)) redactor.addSecret(value);
  return Object.freeze({ credentials: Object.freeze(parsed.data), version, createdAtMs });
}

/** The SDK makes a date of it; the slim client leaves it as JSON has it, epoch seconds. */
const millisecondsOf = (date: Date | number | undefined) =>
  typeof date === 'number' ? date * 1_000 : date?.getTime();

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
