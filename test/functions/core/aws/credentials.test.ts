import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { createCredentialStore } from '../../../../functions/core/aws/credentials.ts';
import { defineDestination } from '../../../../functions/core/declare/destination.ts';
import { CredentialsError } from '../../../../functions/core/errors.ts';
import { createRedactor } from '../../../../functions/core/redact/redactor.ts';

const canary = 'sk_canary_4eC39HqLyjWD';
const minuteMs = 60_000;

const destination = defineDestination({
  name: 'thing',
  baseUrl: 'https://api.example.com',
  allowedHosts: ['api.example.com'],
  apiVersion: { value: '1', documentation: 'https://example.com' },
  credentials: z.object({
    apiKey: z.string(),
    account: z.optional(z.string()),
    baseUrl: z.exactOptional(z.string()),
  }),
  headers: ({ apiKey }) => ({ authorization: apiKey }),
  rateLimits: [{ requests: 10, windowMs: 1_000 }],
  requestTimeoutMs: 1_000,
  readError: () => ({}),
  requestIdHeader: 'request-id',
  loggedHeaders: [],
  probe: { method: 'GET', path: '/me' },
});

function store() {
  const secret = {
    SecretString: JSON.stringify({ apiKey: canary }) as string | undefined,
    VersionId: 'v1' as string | undefined,
  };
  const state = { nowMs: 1_000_000, reads: 0, failure: undefined as Error | undefined, secret };
  const redactor = createRedactor();
  const credentials = createCredentialStore({
    client: {
      send: async () => {
        state.reads += 1;
        await Promise.resolve();
        if (state.failure !== undefined) throw state.failure;
        return { ...state.secret };
      },
    } as unknown as SecretsManagerClient,
    secretId: 'interlock/dev/thing',
    destination,
    redactor,
    now: () => state.nowMs,
  });
  return { state, redactor, credentials };
}

const ten = <T>(ask: () => Promise<T>) => Promise.all(Array.from({ length: 10 }, ask));

test('ten who ask at once share one read', async () => {
  const { state, credentials } = store();
  const answers = await ten(() => credentials.get(0));
  expect(state.reads).toBe(1);
  expect(answers).toEqual(
    Array.from({ length: 10 }, () => ({ credentials: { apiKey: canary }, version: 'v1' })),
  );
});

test('what was read serves for five minutes and no longer', async () => {
  const { state, credentials } = store();
  await credentials.get(0);
  state.nowMs += 5 * minuteMs - 1;
  state.secret = { SecretString: '{"apiKey":"sk_next_key"}', VersionId: 'v2' };
  expect(await credentials.get(0)).toMatchObject({ version: 'v1' });
  expect(state.reads).toBe(1);
  state.nowMs += 1;
  expect(await credentials.get(0)).toMatchObject({ version: 'v2', credentials: { apiKey: 'sk_next_key' } });
  expect(state.reads).toBe(2);
});

test('a refused key is read once more for all ten that were refused, and the new one serves them', async () => {
  const { state, credentials } = store();
  await credentials.get(0);
  state.secret = { SecretString: '{"apiKey":"sk_next_key"}', VersionId: 'v2' };
  const answers = await ten(() => credentials.refreshed('v1'));
  expect(state.reads).toBe(2);
  expect(answers.map((answer) => answer?.version)).toEqual(Array.from({ length: 10 }, () => 'v2'));
  // One that comes late with the old key.
  expect(await credentials.refreshed('v1')).toMatchObject({ version: 'v2' });
  expect(state.reads).toBe(2);
});

test('a refused key that has not changed brings nothing newer, by one read for all ten', async () => {
  const { state, credentials } = store();
  await credentials.get(0);
  expect(await ten(() => credentials.refreshed('v1'))).toEqual(Array.from({ length: 10 }, () => undefined));
  expect(state.reads).toBe(2);
});

test('those that were refused within a second share a read that brought nothing, later ones do not', async () => {
  const { state, credentials } = store();
  await credentials.get(0);
  // The read before belongs to no refusal: the secret may have changed since.
  expect(await credentials.refreshed('v1')).toBeUndefined();
  state.nowMs += 999;
  expect(await credentials.refreshed('v1')).toBeUndefined();
  expect(state.reads).toBe(2);
  state.nowMs += 1;
  state.secret = { SecretString: '{"apiKey":"sk_next_key"}', VersionId: 'v2' };
  expect(await credentials.refreshed('v1')).toMatchObject({ version: 'v2' });
  expect(state.reads).toBe(3);
});

test('what was read before the moment that is named is read again', async () => {
  const { state, credentials } = store();
  await credentials.get(0);
  state.secret = { SecretString: '{"apiKey":"sk_next_key"}', VersionId: 'v2' };
  state.nowMs += 10;
  expect(await credentials.get(state.nowMs - 10)).toMatchObject({ version: 'v1' });
  expect(await credentials.get(state.nowMs - 9)).toMatchObject({ version: 'v2' });
  expect(state.reads).toBe(2);
});

test('a read that began before the moment that is named does not count as later', async () => {
  const { state, credentials } = store();
  const reading = credentials.get(0);
  state.nowMs += 10;
  await reading;
  state.secret = { SecretString: '{"apiKey":"sk_next_key"}', VersionId: 'v2' };
  expect(await credentials.get(state.nowMs)).toMatchObject({ version: 'v2' });
});

test('while the secret cannot be read, what worked goes on for an hour', async () => {
  const { state, credentials } = store();
  await credentials.get(0);
  state.failure = new Error('ServiceUnavailable');
  state.nowMs += 60 * minuteMs - 1;
  expect(await credentials.get(0)).toMatchObject({ version: 'v1' });
  state.nowMs += 1;
  await expect(credentials.get(0)).rejects.toThrow(CredentialsError);
});

test('whoever asks for newer credentials learns that the secret cannot be read', async () => {
  const { state, credentials } = store();
  await credentials.get(0);
  state.failure = new Error('ServiceUnavailable');
  await expect(credentials.refreshed('v1')).rejects.toThrow(CredentialsError);
});

test('a secret without the shape says which version it is, one that cannot be read does not', async () => {
  const { state, credentials } = store();
  state.secret = { SecretString: '{}', VersionId: 'v7' };
  expect(await credentials.get(0).catch((error: unknown) => error)).toMatchObject({ version: 'v7' });
  state.failure = new Error('ServiceUnavailable');
  expect(await credentials.get(0).catch((error: unknown) => error)).toMatchObject({ version: undefined });
});

test.each([
  'ResourceNotFoundException',
  'AccessDeniedException',
  'InvalidRequestException',
  'DecryptionFailure',
])('a secret that is not there for good counts as a version of its own: %s', async (name) => {
  const { state, credentials } = store();
  state.failure = Object.assign(new Error('no'), { name });
  expect(await credentials.get(0).catch((error: unknown) => error)).toMatchObject({ version: 'none' });
});

test.each(['InternalServiceError', 'ThrottlingException', 'TimeoutError', 'ResourceNotFound', 'Error'])(
  'what may be over in a moment says nothing of the version: %s',
  async (name) => {
    const { state, credentials } = store();
    state.failure = Object.assign(new Error('no'), { name });
    expect(await credentials.get(0).catch((error: unknown) => error)).toMatchObject({ version: undefined });
  },
);

test('a read that failed is tried again by the next who asks', async () => {
  const { state, credentials } = store();
  state.failure = new Error('ServiceUnavailable');
  await expect(credentials.get(0)).rejects.toThrow(CredentialsError);
  state.failure = undefined;
  expect(await credentials.get(0)).toMatchObject({ version: 'v1' });
});

test.each([
  ['not JSON', `{"apiKey":"${canary}"`],
  ['the wrong type', `{"apiKey":["${canary}"]}`],
  ['the wrong name', `{"apikey":"${canary}"}`],
  ['no object', `"${canary}"`],
])('the error about a secret with %s does not quote it', async (_name, text) => {
  const { state, credentials } = store();
  state.secret = { SecretString: text, VersionId: 'v1' };
  const error = await credentials.get(0).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CredentialsError);
  expect(String((error as Error).stack)).not.toContain(canary);
  expect((error as Error).message).toMatch(
    /^secret interlock\/dev\/thing does not have the shape of thing \((apiKey|the whole)\): run "secret set thing"$/,
  );
  expect((error as Error).cause).toBeUndefined();
});

test('what the SDK says of a failed read is not repeated', async () => {
  const { state, credentials } = store();
  state.failure = Object.assign(new Error(`cannot parse ${canary}`), { name: 'AccessDeniedException' });
  await expect(credentials.get(0)).rejects.toThrow(
    /^secret interlock\/dev\/thing cannot be read \(AccessDeniedException\)$/,
  );
});

test('a binary secret holds no text', async () => {
  const { state, credentials } = store();
  state.secret = { SecretString: undefined, VersionId: 'v1' };
  expect(await credentials.get(0).catch((error: unknown) => error)).toMatchObject({
    message: 'secret interlock/dev/thing holds no text',
    version: 'v1',
  });
});

test('every value that was read leaves nothing any more, but the address does', async () => {
  const { state, redactor, credentials } = store();
  state.secret = {
    SecretString: '{"apiKey":"sk_first","account":"acct_987","baseUrl":"https://api.example.com"}',
    VersionId: 'v1',
  };
  await credentials.get(0);
  state.secret = { SecretString: '{"apiKey":"sk_second"}', VersionId: 'v2' };
  await credentials.refreshed('v1');
  expect(redactor.secrets('sk_first sk_second acct_987 https://api.example.com')).toBe(
    '«secret» «secret» «secret» https://api.example.com',
  );
});

test.each([
  ['as the SDK has it', new Date(1_700_000_000_500)],
  ['as JSON has it, in seconds', 1_700_000_000.5],
])('the version says when it was put there, %s', async (_form, CreatedDate) => {
  const { state, credentials } = store();
  state.secret = { ...state.secret, CreatedDate } as typeof state.secret;
  expect((await credentials.get(0)).createdAtMs).toBe(1_700_000_000_500);
});

test('all that a secret holds is known to the redactor, at any depth, but for what is declared public', async () => {
  const redactor = createRedactor();
  const secret = {
    apiKey: canary,
    account: 'ada@example.com',
    oauth: { clientSecret: 'c3f1e8b2a9d07465', scopes: ['things:read-0123'] },
    unknown: [{ deep: 'd4a2f9c1b8e07563' }],
  };
  const read = (publicCredentials: readonly string[]) =>
    createCredentialStore({
      client: {
        send: async () => ({ SecretString: JSON.stringify(secret), VersionId: 'v1' }),
      } as unknown as SecretsManagerClient,
      secretId: 'interlock/dev/thing',
      destination: { ...destination, publicCredentials },
      redactor,
      now: () => 0,
    }).get(0);
  await read(['account', 'oauth.scopes']);
  const line = 'ada@example.com c3f1e8b2a9d07465 d4a2f9c1b8e07563 things:read-0123';
  expect(redactor.secrets(line)).toBe('ada@example.com «secret» «secret» things:read-0123');
  await read([]);
  expect(redactor.secrets(line)).toBe('«secret» «secret» «secret» «secret»');
});
