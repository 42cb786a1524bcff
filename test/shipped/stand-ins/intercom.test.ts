import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { intercom } from '../../../lib/local/stand-ins/intercom.ts';
import { type Rig, rig } from '../../lib/local/stand-ins/fixture-stand-in.ts';
import { admin, app, contact, pages, undocumented } from './fixture-intercom-document.ts';

let at: Rig;
beforeEach(async () => {
  at = await rig(intercom);
});
afterEach(() => at.standIn.stop());

const ada = { external_id: '7', email: 'ada@example.com', name: 'Ada' };
const create = (fields: object) => at.call('POST', '/contacts', fields, { 'intercom-version': '2.16' });

const send = (body: string, type: string) => at.call('POST', '/contacts', body, { 'content-type': type });

describe('contacts', () => {
  test('one is made, found by its external id, and changed', async () => {
    const made = await create(ada);
    expect([made.statusCode, made.headers['intercom-version']]).toEqual([200, '2.16']);
    expect(made.body).toMatchObject({ type: 'contact', role: 'user', ...ada });
    expect((await at.call('GET', '/contacts/find_by_external_id/7')).body.id).toBe(made.body.id);
    const changed = await at.call('PUT', `/contacts/${made.body.id}`, { ...ada, name: 'Eva' });
    expect(changed.body).toMatchObject({ id: made.body.id, name: 'Eva' });
    expect(at.standIn.journal.entities).toHaveLength(1);
    expect(at.standIn.journal.effects.map(({ created }) => created)).toEqual([true, false]);
  });

  test.each([
    ['a field', { field: 'email', operator: '=', value: 'ADA@example.com' }, ['7']],
    ['an attribute of its own', { field: 'custom_attributes.tier', operator: '=', value: 'gold' }, ['8']],
    ['one of several values', { field: 'external_id', operator: 'IN', value: ['7', '8'] }, ['7', '8']],
    ['what it does not have', { field: 'name', operator: '!=', value: 'Ada' }, ['8', '9']],
    [
      'all of several filters',
      {
        operator: 'AND',
        value: [
          { field: 'email', operator: '$', value: '@example.com' },
          { field: 'name', operator: '~', value: 'v' },
        ],
      },
      ['8', '9'],
    ],
    [
      'one of several filters',
      {
        operator: 'OR',
        value: [
          { field: 'external_id', operator: '<', value: 8 },
          { field: 'name', operator: '^', value: 'ev' },
        ],
      },
      ['7', '9'],
    ],
  ])('a search finds contacts by %s', async (_, query, found) => {
    await create(ada);
    await create({
      external_id: '8',
      email: 'gus@example.com',
      name: 'Gustav',
      custom_attributes: { tier: 'gold' },
    });
    await create({ external_id: '9', email: 'eva@example.com', name: 'Eva' });
    const { statusCode, body } = await at.call('POST', '/contacts/search', {
      query,
      pagination: { per_page: 1 },
    });
    expect([statusCode, body.total_count, body.data.length]).toEqual([200, found.length, 1]);
    const all = await at.call('POST', '/contacts/search', { query });
    expect(all.body.data.map((one: { external_id: string }) => one.external_id).sort()).toEqual(found);
  });

  test.each([
    ['no query', {}],
    ['no field', { query: { operator: '=', value: '7' } }],
    ['an unknown operator', { query: { field: 'name', operator: '==', value: '7' } }],
    ['one value for several', { query: { field: 'name', operator: 'IN', value: '7' } }],
    ['a filter that is none, in a list', { query: { operator: 'OR', value: [{ field: 'name' }] } }],
  ])('a search with %s is refused', async (_, body) => {
    expect((await at.call('POST', '/contacts/search', body)).statusCode).toBe(400);
  });

  test.each([
    ['external id', { external_id: '7', email: 'other@example.com' }],
    ['email, whatever its case', { external_id: '8', email: 'ADA@example.com' }],
  ])('the same %s is a 409 that names the contact', async (_, twin) => {
    const id = at.standIn.seed({ externalId: '7', email: 'ada@example.com' });
    const { statusCode, body } = await create(twin);
    expect(statusCode).toBe(409);
    expect(body).toEqual({
      type: 'error.list',
      request_id: expect.any(String),
      errors: [
        { code: 'conflict', message: `A contact matching those details already exists with id=${id}` },
      ],
    });
    expect(at.standIn.journal.effects).toEqual([]);
  });

  test('an email that its contact gave up is free again', async () => {
    const id = at.standIn.seed({ externalId: '7', email: 'ada@example.com' });
    await at.call('PUT', `/contacts/${id}`, { email: 'eva@example.com' });
    expect((await create({ email: 'ada@example.com' })).statusCode).toBe(200);
  });

  test('what is not there is a 404', async () => {
    const { statusCode, body } = await at.call('GET', '/contacts/find_by_external_id/7');
    expect([statusCode, body.errors[0].code]).toEqual([404, 'not_found']);
    expect((await at.call('PUT', '/contacts/0', ada)).statusCode).toBe(404);
  });

  test.each([
    ['neither email, external id nor role', { name: 'Ada' }, 'parameter_not_found'],
    ['an external id that is a number', { external_id: 7 }, 'parameter_invalid'],
    ['a date that is text', { external_id: '7', signed_up_at: '2026-01-01' }, 'parameter_invalid'],
    ['an unknown field', { external_id: '7', nome: 'Ada' }, 'parameter_invalid'],
    ['a nested custom attribute', { external_id: '7', custom_attributes: { a: {} } }, 'parameter_invalid'],
  ])('%s is refused', async (_, fields, code) => {
    const { statusCode, body } = await create(fields);
    expect([statusCode, body.errors[0].code]).toEqual([400, code]);
  });

  test('a body that is not JSON, or an unknown version, is refused', async () => {
    const { statusCode, body } = await send('{', 'application/json');
    expect([statusCode, body.errors[0].code]).toEqual([400, 'parameter_invalid']);
    expect((await at.call('GET', '/me', undefined, { 'intercom-version': 'new' })).statusCode).toBe(400);
  });

  test('a form is refused', async () => {
    const { statusCode, body } = await send('email=a%40example.com', 'application/x-www-form-urlencoded');
    expect([statusCode, body.type]).toEqual([415, 'error.list']);
    expect(at.standIn.journal.entities).toEqual([]);
  });

  test('one without an external id is no twin of one that is called null', async () => {
    await create({ email: 'ada@example.com' });
    expect((await create({ external_id: 'null' })).statusCode).toBe(200);
  });

  test('one is deleted, and then gone', async () => {
    const id = at.standIn.seed({ externalId: '7', email: 'ada@example.com' });
    const { statusCode, body } = await at.call('DELETE', `/contacts/${id}`);
    expect(statusCode).toBe(200);
    expect(body).toEqual({ type: 'contact', id, external_id: '7', deleted: true });
    expect(at.standIn.journal.entities).toEqual([]);
    expect((await at.call('DELETE', `/contacts/${id}`)).statusCode).toBe(404);
    expect((await at.call('GET', '/contacts/find_by_external_id/7')).statusCode).toBe(404);
    expect((await create(ada)).statusCode).toBe(200);
  });
});

describe('lists', () => {
  test('the oldest comes first, and a cursor leads to the next page until there is none', async () => {
    const first = at.standIn.seed({ externalId: '1', email: 'ada@example.com' });
    at.clock.ms += 1_000;
    const second = at.standIn.seed({ externalId: '2', email: 'eva@example.com' });
    const one = (await at.call('GET', '/contacts?per_page=1')).body;
    expect(one).toMatchObject({ type: 'list', total_count: 2, data: [{ id: first }] });
    expect(one.pages).toEqual({
      type: 'pages',
      page: 1,
      next: { per_page: 1, starting_after: expect.any(String) },
      per_page: 1,
      total_pages: 2,
    });
    const after = encodeURIComponent(one.pages.next.starting_after);
    const same = (await at.call('GET', `/contacts?per_page=1&starting_after=${after}`)).body;
    expect(same.data).toMatchObject([{ id: second }]);
    // The cursor does not need the contact that it was made of.
    await at.call('DELETE', `/contacts/${first}`);
    const two = (await at.call('GET', `/contacts?per_page=1&starting_after=${after}`)).body;
    expect(two.data).toMatchObject([{ id: second }]);
    expect(two.pages).toEqual({ type: 'pages', page: 2, per_page: 1, total_pages: 1 });
  });

  test('an empty one has no pages', async () => {
    expect((await at.call('GET', '/contacts')).body).toEqual({
      type: 'list',
      data: [],
      total_count: 0,
      pages: { type: 'pages', page: 1, per_page: 50, total_pages: 0 },
    });
  });

  test.each([
    ['per_page=0', 'parameter_invalid'],
    ['per_page=151', 'parameter_invalid'],
    ['starting_after=x', 'client_error'],
    [`starting_after=${btoa('["a",1,2]')}`, 'client_error'],
  ])('%s is refused', async (query, code) => {
    const { statusCode, body } = await at.call('GET', `/contacts?${query}`);
    expect([statusCode, body.errors[0].code]).toEqual([400, code]);
  });
});

describe("by Intercom's document", () => {
  const every = {
    ...ada,
    avatar: 'https://example.com/a.png',
    owner_id: 7,
    phone: '+491',
    signed_up_at: 1,
    last_seen_at: 2,
    unsubscribed_from_emails: null,
    email_verified: true,
    custom_attributes: { plan: 'pro' },
  };

  test.each([
    ['with every field', every],
    ['with nothing but a role', { role: 'lead', email: null, custom_attributes: null }],
  ])('a contact %s has no field but the documented ones, of their types', async (_, fields) => {
    const { body } = await create(fields);
    const { enabled_push_messaging, ...rest } = body;
    expect(enabled_push_messaging).toBeNull();
    expect(undocumented(rest, contact)).toEqual([]);
    const [listed] = (await at.call('GET', '/contacts')).body.data;
    expect(listed).toEqual(rest);
  });

  test('what was set is told, what was left out is null, and attributes come together', async () => {
    const { id } = (await create(every)).body;
    const { body } = await at.call('PUT', `/contacts/${id}`, { custom_attributes: { seats: 2 }, name: null });
    expect(body).toMatchObject({
      avatar: { type: 'avatar', image_url: 'https://example.com/a.png' },
      owner_id: '7',
      custom_attributes: { plan: 'pro', seats: 2 },
      unsubscribed_from_emails: false,
      name: null,
      browser: null,
    });
  });

  test('pages, admin and app keep to it as well', async () => {
    at.standIn.seed({ externalId: '1', email: 'ada@example.com' });
    at.standIn.seed({ externalId: '2', email: 'eva@example.com' });
    expect(undocumented((await at.call('GET', '/contacts?per_page=1')).body.pages, pages)).toEqual([]);
    const { body } = await at.call('GET', '/me');
    expect([...undocumented(body, admin), ...undocumented(body.app, app)]).toEqual([]);
  });

  test('a confirmed email needs the email', async () => {
    const { statusCode, body } = await create({ external_id: '7', email_verified: true });
    expect([statusCode, body.errors[0].field]).toEqual([400, 'email_verified']);
  });
});

test('every answer has a version and a request id, which an error repeats as a UUID', async () => {
  const { headers, body } = await at.call('GET', '/nothing');
  expect(headers['intercom-version']).toBe('2.16');
  expect(body.request_id).toBe(headers['x-request-id']);
  expect(body.request_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('a wrong key gets 401, the right one passes the probe', async () => {
  const { statusCode, body } = await at.call('GET', '/me', undefined, { authorization: 'Bearer wrong' });
  expect([statusCode, body.errors[0].code]).toEqual([401, 'unauthorized']);
  expect((await at.call('GET', '/me')).statusCode).toBe(200);
});

test('the limit is told in headers, its end as seconds since 1970', async () => {
  at.standIn.setLimit({ requests: 1, windowMs: 10_000 });
  expect((await at.call('GET', '/me')).headers).toMatchObject({
    'x-ratelimit-limit': '1',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': `${Date.UTC(2026, 0, 1, 0, 0, 10) / 1_000}`,
  });
  const { statusCode, body } = await at.call('GET', '/me');
  expect([statusCode, body.errors[0].code]).toEqual([429, 'rate_limit_exceeded']);
});
