/** Stories of tokens: keeper and workers with the real table expressions, against an authorization server on loopback. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createCredentialStore } from '../../../functions/core/aws/credentials.ts';
import { createTokenCredentials } from '../../../functions/core/aws/token-credentials.ts';
import { createTokenItem } from '../../../functions/core/aws/token-item.ts';
import type { Destination } from '../../../functions/core/declare/destination.ts';
import { clientCredentials, refreshToken } from '../../../functions/core/declare/token.ts';
import { CredentialsError } from '../../../functions/core/errors.ts';
import { exchangeToken } from '../../../functions/core/http/exchange-token.ts';
import { createSendHttp } from '../../../functions/core/http/send-http.ts';
import { createRedactor } from '../../../functions/core/redact/redactor.ts';
import { secretOf, visibleText } from '../../../functions/destinations/credentials.ts';
import { keepToken, type TokenParts } from '../../../functions/supervisor/keep-token.ts';
import { thingDestination } from '../../fixtures/fixture-integration.ts';
import { TableModel } from '../../models/table.ts';
import { authorizationServer } from './authorization-server.ts';

const minuteMs = 60_000;
const startMs = Date.UTC(2026, 2, 1);

const credentials = secretOf({
  clientId: visibleText(),
  clientSecret: visibleText(),
  refreshToken: visibleText(),
});
type Secret = { clientId: string; clientSecret: string; refreshToken: string; baseUrl?: string };
const common = { path: '/oauth/token', origin: () => 'https://login.example.com' };
const client = ({ clientId, clientSecret }: Secret) => ({ id: clientId, secret: clientSecret });
const destinationWith = (token: Destination['token']) =>
  thingDestination({
    credentials,
    headers: () => ({}),
    allowedHosts: ['api.example.com', 'login.example.com'],
    ...(token === undefined ? {} : { token }),
  });
const machine = destinationWith(clientCredentials<Secret>({ ...common, client }));
const granted = destinationWith(
  refreshToken<Secret>({ ...common, client, from: ({ refreshToken: given }) => given }),
);

let nowMs: number;
let server: Awaited<ReturnType<typeof authorizationServer>>;
let table: TableModel;
let lines: string[];
let lefts: number[];
let secret: Secret;
let versions: string[];
let ids: number;
/** What keepers are at. */
let running: Set<Promise<unknown>>;

beforeEach(async () => {
  nowMs = startMs;
  server = await authorizationServer(() => nowMs);
  table = new TableModel({ name: 'ledger', partitionKey: 'id', now: () => nowMs });
  lines = [];
  lefts = [];
  ids = 0;
  running = new Set();
  secret = {
    clientId: 'client-0123456789',
    clientSecret: 'cs_CANARY_0123456789',
    refreshToken: server.state.refreshToken,
    baseUrl: server.baseUrl,
  };
  versions = [JSON.stringify(secret)];
});

const dynamodb = {
  send: async (command: { input: object }) =>
    table.execute(command.constructor.name.replace('Command', ''), command.input),
} as never;
const secretNow = () => ({ credentials: secret, version: `v${versions.length}` });
const replaceSecret = (changes: Partial<Secret>) => {
  secret = { ...secret, ...changes };
  versions.push(JSON.stringify(secret));
};

function keeper(destination: Destination, changes: Partial<TokenParts> = {}): TokenParts {
  const redactor = createRedactor();
  const send = createSendHttp({ allowPrivateAddresses: true, now: () => nowMs });
  return {
    destination,
    item: createTokenItem({ client: dynamodb, tableName: 'ledger', destination: 'thing' }),
    exchange: (of, newest) =>
      exchangeToken({
        destination,
        credentials: of,
        refreshToken: newest,
        send,
        allowPrivateAddresses: true,
        now: () => nowMs,
        random: () => 0.5,
      }),
    previousSecret: async () => {
      const text = versions.at(-2);
      return text === undefined ? undefined : { credentials: JSON.parse(text), version: 'before' };
    },
    redactor,
    log: { write: (_level, message, fields) => lines.push(JSON.stringify([message, fields])) },
    meter: { time: (_, ms) => lefts.push(ms), flush: () => {} },
    now: () => nowMs,
    randomId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    ...changes,
  };
}

/** A sandbox. Whoever is asked for a token is a supervisor of its own, at the same time as all others. */
function worker(destination: Destination, keep: (refused: string) => Promise<unknown>, skewMs = 0) {
  const redactor = createRedactor();
  const now = () => nowMs + skewMs;
  const client = {
    send: async () => ({ SecretString: versions.at(-1), VersionId: `v${versions.length}` }),
  } as never;
  return createTokenCredentials({
    secret: createCredentialStore({ client, secretId: 's', destination, redactor, now }),
    item: createTokenItem({ client: dynamodb, tableName: 'ledger', destination: 'thing' }),
    destination,
    redactor,
    // The message is in the queue; the keeper works on it by itself.
    ask: async (refused) => {
      running.add(keep(refused).catch(() => undefined));
    },
    now,
    sleep: async () => {
      await Promise.all(running);
      nowMs += 10;
    },
  });
}
const supervised = (destination: Destination) => (refused: string) =>
  keepToken(keeper(destination), secretNow(), refused);

const stored = () => JSON.stringify(table.execute('Scan', { TableName: 'ledger' }));

describe('a token', () => {
  it('is got once for fifty sandboxes that ask at the same time', async () => {
    const workers = Array.from({ length: 50 }, () => worker(machine, supervised(machine)));
    const got = await Promise.all(workers.map((one) => one.get(0)));
    expect(new Set(got.map(({ token }) => token))).toEqual(new Set(['at_CANARY_1_0123456789']));
    expect(server.asked).toHaveLength(1);
    expect(server.asked[0]).toMatchObject({
      grant: 'client_credentials',
      authorization: `Basic ${btoa('client-0123456789:cs_CANARY_0123456789')}`,
    });
  });

  it('is nowhere but under the seal of the secret', async () => {
    await supervised(granted)('');
    const text = stored() + lines.join();
    expect(text).not.toMatch(/CANARY/);
    expect(lines).toEqual(['["token.got",{"destination":"thing","expiresInSeconds":3600}]']);
  });

  it('is renewed ahead of its end, and once a life: a day of rounds of five minutes', async () => {
    for (let round = 0; round < 288; round += 1) {
      await supervised(machine)('');
      nowMs += 5 * minuteMs;
    }
    expect(server.asked.length).toBeLessThanOrEqual(29);
    expect(server.asked.length).toBeGreaterThanOrEqual(24);
    // Told at each look but the first, when there was none.
    expect([lefts.length, Math.min(...lefts)]).toEqual([287, 10 * minuteMs]);
  });

  it('ends in the midst of a batch: what is sent after it carries the next', async () => {
    const one = worker(machine, supervised(machine));
    expect((await one.get(0)).token).toBe('at_CANARY_1_0123456789');
    nowMs += 58 * minuteMs;
    expect((await one.get(0)).token).toBe('at_CANARY_1_0123456789');
    nowMs += 1.5 * minuteMs;
    expect((await one.get(0)).token).toBe('at_CANARY_2_0123456789');
    expect(server.asked).toHaveLength(2);
  });

  it('that is refused leads to another, once for all who were refused it', async () => {
    const workers = Array.from({ length: 10 }, () => worker(machine, supervised(machine)));
    const held = await Promise.all(workers.map((one) => one.get(0)));
    const next = await Promise.all(workers.map((one, at) => one.refreshed(held[at]?.version ?? '')));
    expect(new Set(next.map((found) => found?.token))).toEqual(new Set(['at_CANARY_2_0123456789']));
    expect(server.asked).toHaveLength(2);
  });

  it('that is refused again at once is no matter of tokens: a person is told', async () => {
    const keep = supervised(machine);
    await keep('');
    const { id } = await keeper(machine).item.read();
    await keep(id);
    const again = (await keeper(machine).item.read()).id;
    await expect(keep(again)).rejects.toMatchObject({
      message: 'a fresh token was refused too: see what thing allows it',
      version: 'v1',
    });
    expect(server.asked).toHaveLength(2);
  });

  it('without an end told is renewed every hour', async () => {
    server.state.expiresIn = undefined;
    await supervised(machine)('');
    nowMs += 48 * minuteMs;
    await supervised(machine)('');
    expect(server.asked).toHaveLength(1);
    nowMs += 2 * minuteMs;
    await supervised(machine)('');
    expect(server.asked).toHaveLength(2);
  });

  it('is used to its end by a sandbox whose clock is behind, and the refusal brings the next', async () => {
    const late = worker(machine, supervised(machine), -5 * minuteMs);
    const held = await late.get(0);
    nowMs += 62 * minuteMs;
    await supervised(machine)('');
    expect((await late.get(0)).token).toBe(held.token);
    expect(await late.refreshed(held.version)).toMatchObject({ token: 'at_CANARY_2_0123456789' });
    expect(server.asked).toHaveLength(2);
  });

  it('lasts while the authorization server is down; then events wait, nobody parks, and it is asked twelve times an hour', async () => {
    const one = worker(machine, supervised(machine));
    await one.get(0);
    server.state.down = true;
    nowMs += 50 * minuteMs;
    await supervised(machine)('');
    expect((await one.get(0)).token).toBe('at_CANARY_1_0123456789');
    nowMs += 10 * minuteMs;
    for (let round = 0; round < 60; round += 1) {
      await expect(one.get(0)).rejects.toMatchObject({ name: 'CredentialsError', version: undefined });
      nowMs += minuteMs - 10_000;
    }
    expect(server.asked.length).toBeLessThanOrEqual(22);
    expect(lefts.at(-1)).toBe(0);
    server.state.down = false;
    nowMs += 5 * minuteMs;
    expect((await one.get(0)).token).toBe('at_CANARY_2_0123456789');
  });
});

describe('a refresh token that rotates', () => {
  const round = async (minutes: number) => {
    nowMs += minutes * minuteMs;
    return supervised(granted)('');
  };

  it('is safe before the access token that came with it is used, and each is used once', async () => {
    let isKept = false;
    const parts = keeper(granted);
    const token = await keepToken(
      {
        ...parts,
        item: {
          ...parts.item,
          keep: async (...kept) => {
            isKept = await parts.item.keep(...kept);
            return isKept;
          },
        },
      },
      secretNow(),
    );
    expect([isKept, token]).toEqual([true, 'at_CANARY_1_0123456789']);
    await round(50);
    await round(50);
    expect(server.asked.map(({ refreshToken: used }) => used)).toEqual([
      'rt_CANARY_0_0123456789',
      'rt_CANARY_1_0123456789',
      'rt_CANARY_2_0123456789',
    ]);
  });

  it('whose answer was lost is used once more, within the grace', async () => {
    server.state.graceMs = 30 * minuteMs;
    server.state.loses = 1;
    await expect(round(0)).rejects.toBeInstanceOf(CredentialsError);
    expect(await round(1)).toBe('at_CANARY_2_0123456789');
    expect(await round(50)).toBe('at_CANARY_3_0123456789');
  });

  it('is used once more after a death between exchange and keeping, when the claim has run out', async () => {
    server.state.graceMs = 30 * minuteMs;
    const parts = keeper(granted);
    const dies = { ...parts, item: { ...parts.item, keep: () => Promise.reject(new Error('killed')) } };
    await expect(keepToken(dies, secretNow())).rejects.toThrow('killed');
    await expect(supervised(granted)('')).rejects.toThrow('another is getting it');
    expect(await round(2)).toBe('at_CANARY_2_0123456789');
    expect(await round(50)).toBe('at_CANARY_3_0123456789');
  });

  it('that is lost without a grace is told of: the consent is needed anew, and a new one goes before the lost', async () => {
    server.state.loses = 1;
    await expect(round(0)).rejects.toMatchObject({ version: undefined });
    await expect(round(1)).rejects.toMatchObject({
      version: 'v1',
      message:
        'the authorization server refuses a token for good (status 400): look at the consent: get it anew, and set the secret',
    });
    replaceSecret({ refreshToken: server.state.refreshToken });
    expect(await round(0)).toBe('at_CANARY_2_0123456789');
  });

  it('that was revoked is asked for no more than every five minutes', async () => {
    await round(0);
    server.state.revoked = true;
    nowMs += 55 * minuteMs;
    for (let minute = 0; minute < 10; minute += 1) await round(1).catch(() => undefined);
    // Two each: the newest, and the one in the secret.
    expect(server.asked.length).toBeLessThanOrEqual(1 + 2 * 3);
    expect(lines.join()).not.toMatch(/CANARY/);
  });

  it('goes on when the secret of the client is replaced, which seals it anew', async () => {
    await round(0);
    replaceSecret({ clientSecret: 'cs_CANARY_new_0123456789' });
    expect(await round(1)).toBe('at_CANARY_2_0123456789');
    expect(server.asked.at(-1)?.refreshToken).toBe('rt_CANARY_1_0123456789');
    expect((await worker(granted, supervised(granted)).get(0)).token).toBe('at_CANARY_2_0123456789');
  });
});
