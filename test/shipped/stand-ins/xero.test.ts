import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { xero } from '../../../lib/local/stand-ins/xero.ts';
import { type Rig, rig } from '../../lib/local/stand-ins/fixture-stand-in.ts';

const minuteMs = 60_000;
let at: Rig;
let token: string;
beforeEach(async () => {
  at = await rig(xero, { apiKey: 'rt-consent' });
  token = (await refresh('rt-consent')).body.access_token;
});
afterEach(() => at.standIn.stop());

const refresh = (refreshToken: string, pair?: string) => {
  const { clientId, clientSecret } = at.standIn.secret;
  const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken });
  const authorization = `Basic ${btoa(pair ?? `${clientId}:${clientSecret}`)}`;
  return at.call('POST', '/connect/token', `${form}`, { authorization });
};
const call = (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
) => {
  const own = { authorization: `Bearer ${token}`, accept: 'application/json' };
  const tenant = { 'xero-tenant-id': String(at.standIn.secret.tenantId) };
  return at.call(method, `/api.xro/2.0${path}`, body, { ...own, ...tenant, ...headers }, signal);
};
const invoice = (changes: object = {}) => ({
  Type: 'ACCREC',
  InvoiceNumber: 'n1',
  Contact: { Name: 'Ada' },
  LineItems: [{ Description: 'Engine', Quantity: 1, UnitAmount: 1, AccountCode: '200' }],
  ...changes,
});
const post = (one: object, headers: Record<string, string> = {}, query = '?summarizeErrors=false') =>
  call('POST', `/Invoices${query}`, { Invoices: [one] }, headers);

describe('the token endpoint', () => {
  test('gives another refresh token with each token, and takes the one before for half an hour', async () => {
    const first = (await refresh('rt-consent')).body;
    expect(first).toMatchObject({ expires_in: 1_800, token_type: 'Bearer' });
    expect((await refresh(first.refresh_token)).statusCode).toBe(200);
    at.clock.ms += 29 * minuteMs;
    expect((await refresh(first.refresh_token)).statusCode).toBe(200);
    at.clock.ms += minuteMs;
    expect(await refresh(first.refresh_token)).toMatchObject({
      statusCode: 400,
      body: { error: 'invalid_grant' },
    });
  });

  test('refuses another client, and a consent that was taken back', async () => {
    expect((await refresh('rt-consent', 'other:secret')).body).toEqual({ error: 'invalid_client' });
    at.standIn.setApiKey('rt-another');
    expect((await refresh('rt-consent')).body).toEqual({ error: 'invalid_grant' });
    expect((await refresh('rt-another')).statusCode).toBe(200);
  });

  test('gives tokens for half an hour', async () => {
    expect((await call('GET', '/Organisation')).statusCode).toBe(200);
    at.clock.ms += 30 * minuteMs;
    const { statusCode, body } = await call('GET', '/Organisation');
    expect([statusCode, body.Detail]).toEqual([401, expect.stringMatching(/^TokenExpired:/)]);
  });
});

describe('invoices', () => {
  test('are made, and updated where the number is there', async () => {
    const first = await post(invoice());
    expect(first).toMatchObject({ statusCode: 200, body: { Invoices: [{ HasErrors: false }] } });
    const { InvoiceID } = first.body.Invoices[0];
    expect((await post(invoice({ DueDate: '2026-12-01' }))).body.Invoices).toMatchObject([{ InvoiceID }]);
    expect(at.standIn.journal.effects.map(({ created }) => created)).toEqual([true, false]);
  });

  test('are made once for a key, and the same bytes bring the same answer', async () => {
    const key = { 'idempotency-key': 'k1' };
    const first = await post(invoice(), key);
    expect((await post(invoice(), key)).body).toEqual(first.body);
    expect(at.standIn.journal.effects).toHaveLength(1);
    expect((await post(invoice({ InvoiceNumber: 'n2' }), key)).statusCode).toBe(400);
    expect((await post(invoice(), { 'idempotency-key': 'k'.repeat(129) })).statusCode).toBe(400);
  });

  test.each([
    ['another type', { Type: 'SALE' }],
    ['no contact', { Contact: {} }],
    ['an email that is none', { Contact: { Name: 'Ada', EmailAddress: 'nobody' } }],
    ['no lines', { LineItems: [] }],
  ])('with %s are refused in a 200, or by a 400 where errors are summed up', async (_, changes) => {
    const beside = await post(invoice(changes));
    expect(beside).toMatchObject({
      statusCode: 200,
      body: { Invoices: [{ HasErrors: true, ValidationErrors: [{ Message: expect.any(String) }] }] },
    });
    expect(await post(invoice(changes), {}, '')).toMatchObject({
      statusCode: 400,
      body: { Type: 'ValidationException' },
    });
    expect(at.standIn.journal.entities).toEqual([]);
  });

  test('want the organisation in a header, and to be asked for as JSON', async () => {
    const { statusCode, body } = await post(invoice(), { 'xero-tenant-id': 'another' });
    expect([statusCode, body.Detail]).toEqual([403, 'AuthenticationUnsuccessful']);
    expect((await post(invoice(), { accept: 'text/xml' })).statusCode).toBe(406);
  });
});

describe('the limits', () => {
  test('of a minute are told with each answer, and name themselves where they refuse', async () => {
    for (let left = 59; left >= 0; left -= 1) {
      const { headers } = await call('GET', '/Organisation');
      expect(headers['x-minlimit-remaining']).toBe(`${left}`);
    }
    const { statusCode, headers } = await call('GET', '/Organisation');
    expect([statusCode, headers['x-rate-limit-problem'], headers['retry-after']]).toEqual([
      429,
      'minute',
      '60',
    ]);
  });

  test('of five at once count what hangs', async () => {
    at.standIn.faults.add([{ kind: 'hang', times: 5 }]);
    const leaving = new AbortController();
    const hanging = Array.from({ length: 5 }, () =>
      call('GET', '/Organisation', undefined, {}, leaving.signal).catch(() => 'left'),
    );
    while (at.standIn.journal.arrivals.filter(({ fault }) => fault === 'hang').length < 5)
      await new Promise((resolve) => setImmediate(resolve));
    const { statusCode, headers } = await call('GET', '/Organisation');
    expect([statusCode, headers['x-rate-limit-problem']]).toEqual([429, 'concurrent']);
    leaving.abort();
    expect(await Promise.all(hanging)).toEqual(Array.from({ length: 5 }, () => 'left'));
  });
});
