import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, type Arrived, json } from '../../../../lib/local/stand-ins/contract.ts';
import { type Drift, drifted, driftKinds, parseDrift } from '../../../../lib/local/stand-ins/drifts.ts';
import { gazette } from '../../../fixtures/shop/stand-ins/gazette.ts';
import { helpdesk } from '../../../fixtures/shop/stand-ins/helpdesk.ts';
import { type Rig, rig } from './fixture-stand-in.ts';

const request: Arrived = {
  method: 'POST',
  path: '/contacts?limit=1',
  headers: {},
  body: '',
  sha256: '',
  bytes: 0,
  atMs: 0,
};
const body = {
  id: 7,
  name: 'Zoë',
  status: 'open',
  made: '2026-01-01T00:00:00.000Z',
  seen: 1_767_225_600,
  items: [{ id: 1 }, { id: 2 }],
  paging: { next: { after: 'x' } },
};
const limits = {
  'x-ratelimit-limit': '100',
  'x-ratelimit-remaining': '99',
  'x-ratelimit-reset': '1767225600',
};
const honest = json(200, body, { 'x-request-id': 'r', ...limits });
const refused = json(404, { code: 'not_found' });

const alter = (drift: Drift, answer: Answer = honest) => drifted(answer, request, drift);
const bodyAfter = (drift: Drift) => JSON.parse(alter(drift).body.toString());
const type = 'content-type';

describe('a drift of the body', () => {
  test.each<[Drift, object]>([
    [{ kind: 'field-gone', path: '$.id' }, { id: undefined }],
    [{ kind: 'field-gone', path: '$.items[].id' }, { items: [{}, {}] }],
    [{ kind: 'field-added', path: '$.paging.total', value: '9' }, { paging: { ...body.paging, total: '9' } }],
    [
      { kind: 'field-renamed', path: '$.status', to: 'state' },
      { status: undefined, state: 'open' },
    ],
    [{ kind: 'number-to-string', path: '$.id' }, { id: '7' }],
    [{ kind: 'number-to-string', path: '$.name' }, {}],
    [{ kind: 'null', path: '$.status' }, { status: null }],
    [{ kind: 'enum-value', path: '$.status', value: 'on_hold' }, { status: 'on_hold' }],
    [{ kind: 'date-format', path: '$.made' }, { made: 'Thu, 01 Jan 2026 00:00:00 GMT' }],
    [{ kind: 'date-format', path: '$.seen' }, { seen: '2026-01-01T00:00:00.000Z' }],
    [{ kind: 'date-format', path: '$.name' }, {}],
    [
      { kind: 'paging-moved', from: '$.paging.next.after', to: '$.next.token' },
      { paging: { next: {} }, next: { token: 'x' } },
    ],
    [{ kind: 'paging-moved', from: '$.cursor', to: '$.next.token' }, {}],
    [{ kind: 'null', path: '$.nothing' }, {}],
  ])('%j', (drift, change) => {
    expect(bodyAfter(drift)).toEqual(JSON.parse(JSON.stringify({ ...body, ...change })));
    expect(alter(drift)).toMatchObject({ statusCode: 200, headers: honest.headers });
  });

  test('leaves a body alone that is not JSON', () => {
    const page = { ...honest, body: '<html>' };
    expect(alter({ kind: 'field-gone', path: '$.id' }, page)).toEqual(page);
  });

  test('body-empty leaves the head as it was', () => {
    expect(alter({ kind: 'body-empty' })).toEqual({ ...honest, body: '' });
  });
});

describe('a drift of the whole answer', () => {
  test('error-in-success makes a refusal a 200, and lets a success tell of a failure', () => {
    expect(alter({ kind: 'error-in-success' }, refused)).toEqual({ ...refused, statusCode: 200 });
    const { statusCode, body: told } = alter({ kind: 'error-in-success' });
    expect([statusCode, JSON.parse(told.toString())]).toEqual([
      200,
      { errors: [{ code: 'internal', message: 'Something went wrong' }] },
    ]);
  });

  test('html-in-success answers a page with 200, html-error only where there was a refusal', () => {
    const page = {
      headers: { [type]: 'text/html' },
      body: expect.stringContaining('<h1>Something went wrong'),
    };
    expect(alter({ kind: 'html-in-success' }, refused)).toMatchObject({ ...page, statusCode: 200 });
    expect(alter({ kind: 'html-error' }, refused)).toMatchObject({ ...page, statusCode: 404 });
    expect(alter({ kind: 'html-error' })).toEqual(honest);
  });

  test('conflict takes the place of a success only', () => {
    expect(alter({ kind: 'conflict' })).toMatchObject({ statusCode: 409, headers: honest.headers });
    expect(alter({ kind: 'conflict' }, refused)).toEqual(refused);
  });

  test('redirect leads elsewhere', () => {
    expect(alter({ kind: 'redirect', location: 'https://api.example.com/contacts' })).toMatchObject({
      statusCode: 302,
      headers: { location: 'https://api.example.com/contacts', [type]: 'text/html' },
    });
  });

  test('compressed has the same body, in gzip; nothing stays nothing', () => {
    const { headers, body: bytes } = alter({ kind: 'compressed' });
    expect(headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(bytes as Buffer).toString()).toBe(honest.body);
    expect(alter({ kind: 'compressed' }, { ...honest, body: '' })).toEqual({ ...honest, body: '' });
  });
});

describe('a drift of the head', () => {
  test('charset is said, and the bytes are of it', () => {
    const { headers, body: bytes } = alter({ kind: 'charset', charset: 'ISO-8859-1' });
    expect(headers[type]).toBe('application/json; charset=ISO-8859-1');
    expect(bytes).toEqual(Buffer.from(JSON.stringify(body), 'latin1'));
    const { [type]: _, ...bare } = honest.headers;
    expect(alter({ kind: 'charset', charset: 'utf-16le' }, { ...honest, headers: bare }).body).toBe(
      honest.body,
    );
  });

  test('content-type-gone takes the header away, and leaves the body', () => {
    const { headers, body: same } = alter({ kind: 'content-type-gone' });
    expect(headers).not.toHaveProperty(type);
    expect(same).toBe(honest.body);
  });

  test('header-renamed keeps the value', () => {
    const { headers } = alter({ kind: 'header-renamed', from: 'x-request-id', to: 'request-id' });
    expect(headers).toEqual({ ...limits, [type]: honest.headers[type], 'request-id': 'r' });
    expect(alter({ kind: 'header-renamed', from: 'x-none', to: 'y' })).toEqual(honest);
  });

  test('limit-lowered halves what is counted, not when it ends', () => {
    expect(alter({ kind: 'limit-lowered' }).headers).toMatchObject({
      'x-ratelimit-limit': '50',
      'x-ratelimit-remaining': '49',
      'x-ratelimit-reset': '1767225600',
      'x-request-id': 'r',
    });
  });
});

test('a drift is for the requests that it names', () => {
  const match = (wanted: object) => alter({ kind: 'body-empty', match: wanted }).body === '';
  expect(match({ method: 'POST', path: '/contacts' })).toBe(true);
  expect(match({ method: 'GET' })).toBe(false);
  expect(match({ method: 'POST', path: '/me' })).toBe(false);
});

describe('a drift that is sent', () => {
  test.each([
    [null, /^drift\.kind must be one of field-gone, /],
    [{ kind: 'nap' }, /^drift\.kind must be one of /],
    [{ kind: 'toString' }, /^drift\.kind must be one of /],
    [{ kind: 'redirect' }, 'drift.location must be a string'],
    [{ kind: 'null', path: 'id' }, 'drift.path must be a path: $.list[].name'],
    [{ kind: 'paging-moved', from: 'x', to: '$.y' }, 'drift.from must be a path: $.list[].name'],
    [{ kind: 'paging-moved', from: '$.x', to: '$.y[].z' }, /^drift\.to must be a path without lists/],
    [{ kind: 'conflict', path: '$.id' }, 'drift.path is not known of a conflict'],
    [{ kind: 'conflict', match: { url: '/' } }, /^drift\.match may hold/],
    [{ kind: 'conflict', match: null }, /^drift\.match may hold/],
  ])('%j is refused', (value, message) => {
    expect(() => parseDrift(value)).toThrow(message);
  });

  test('is taken as it is', () => {
    const drift = { kind: 'header-renamed', from: 'a', to: 'b', match: { path: '/' } };
    expect(parseDrift(drift)).toBe(drift);
  });
});

describe('a stand-in that drifts', () => {
  let at: Rig;
  beforeEach(async () => {
    at = await rig(helpdesk);
  });
  afterEach(() => at.standIn.stop());

  test('does so until it is told to keep its contract again, and has its effects', async () => {
    at.standIn.setDrift({ kind: 'conflict', match: { method: 'POST' } });
    expect((await at.call('POST', '/contacts', { external_id: '7' })).statusCode).toBe(409);
    expect((await at.call('GET', '/me')).statusCode).toBe(200);
    expect(at.standIn.journal).toMatchObject({
      effects: [{ externalId: '7' }],
      statuses: { 409: 1, 200: 1 },
    });
    at.standIn.setDrift(undefined);
    expect((await at.call('POST', '/contacts', { external_id: '8' })).statusCode).toBe(200);
  });

  test('alters refusals and arranged faults as well', async () => {
    at.standIn.setDrift({ kind: 'html-error' });
    at.standIn.faults.add([{ kind: 'error-500' }]);
    const failed = await at.call('GET', '/me');
    const unauthorized = await at.call('GET', '/me', undefined, { authorization: '' });
    expect([failed.statusCode, failed.headers[type]]).toEqual([500, 'text/html']);
    expect([unauthorized.statusCode, unauthorized.headers[type]]).toEqual([401, 'text/html']);
  });

  test('sends bytes, and no content type, as they are', async () => {
    at.standIn.setDrift({ kind: 'compressed' });
    const { headers, body: me } = await at.call('GET', '/me');
    expect([headers['content-encoding'], me.type]).toEqual(['gzip', 'admin']);
    at.standIn.setDrift({ kind: 'content-type-gone' });
    const bare = await at.call('GET', '/me');
    expect(bare.headers).not.toHaveProperty(type);
    expect(JSON.parse(bare.body)).toMatchObject({ type: 'admin' });
  });

  test('drips bytes one by one too', async () => {
    const quick = await rig(gazette, { sleep: async () => {} });
    quick.standIn.setDrift({ kind: 'compressed' });
    quick.standIn.faults.add([{ kind: 'slow-drip' }]);
    expect((await quick.call('GET', '/account-info/v3/details')).body).toMatchObject({ portalId: 1_234_567 });
    await quick.standIn.stop();
  });

  test('is told so from outside', async () => {
    const control = (sent: unknown) => at.call('POST', '/_interlock/drift', sent, { authorization: '' });
    await control({ kind: 'field-gone', path: '$.app' });
    expect((await at.call('GET', '/me')).body).not.toHaveProperty('app');
    const { statusCode, body: refusal } = await control({ kind: 'nap' });
    expect([statusCode, refusal.error]).toEqual([400, expect.stringContaining('drift.kind must be one of')]);
    await control(null);
    expect((await at.call('GET', '/me')).body).toHaveProperty('app');
  });
});

test('every kind is tested here', () => {
  const tested =
    'body-empty charset compressed conflict content-type-gone date-format enum-value error-in-success field-added field-gone field-renamed header-renamed html-error html-in-success limit-lowered null number-to-string paging-moved redirect';
  expect([...driftKinds].sort()).toEqual(tested.split(' '));
});
