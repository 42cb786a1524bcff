import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapeOf } from '../../../../functions/core/contract/shape/shape-of.ts';
import { recordingOf } from '../../../../lib/contract/recording/recording.ts';
import { helpdeskContract } from '../../../fixtures/shop/functions/destinations/helpdesk/contract.ts';
import { exchange, type Said } from './exchanges.ts';

const record = (...said: readonly Said[]) =>
  recordingOf(said.map(exchange), {
    declaration: helpdeskContract,
    origin: 'sandbox',
    host: 'helpdesk.example',
    nowMs: Date.UTC(2026, 10, 24),
  }).exchanges;

const bodyOf = (said: Said) => record(said)[0]?.response.body;

describe('a recording', () => {
  it('says whose word it is, and when it was said', () => {
    const { exchanges, ...rest } = recordingOf([], {
      declaration: helpdeskContract,
      origin: 'sandbox',
      host: 'helpdesk.example',
      nowMs: Date.UTC(2026, 10, 24),
    });
    expect([rest, exchanges]).toEqual([
      {
        destination: 'helpdesk',
        recorded: {
          from: 'sandbox',
          host: 'helpdesk.example',
          at: '2026-11-24T00:00:00.000Z',
          apiVersion: '2.16',
        },
      },
      [],
    ]);
  });

  it('puts a value of the same form in the place of each', () => {
    const body = {
      id: '65a1b2c3d4e5f60718293a4b',
      email: 'Grace.Hopper@navy.example',
      name: 'Grace Hopper',
      phone: '+12025550143',
      customer: 'cus_NffrFeUfNV2Hib',
      uuid: '8f14e45f-ceea-467f-a9b1-0c5d1d4f9a11',
      created_at: 1711111111,
      updated: '2024-03-22T12:38:31.123+01:00',
      born: '1906-12-09',
      page: 'https://navy.example/people/grace?x=1',
      number: 2025550143,
      share: 12.75,
      owner: 'hopper',
      country: 'US',
      count: 3,
      verified: true,
      nothing: null,
      empty: '',
      list: ['cobol', 'cobol', 'flow-matic'],
    };
    expect(bodyOf({ body })).toEqual({
      json: {
        id: 'a00000000000000000000001',
        email: 'person-1@example.com',
        name: 'Text 1',
        phone: '+15550100001',
        customer: 'cus_00000000000001',
        uuid: '00000000-0000-4000-8000-000000000001',
        created_at: 1767225601,
        updated: '2026-01-01T00:01:00.000+00:00',
        born: '2026-01-02',
        page: 'https://example.com/1',
        number: 1767225602,
        share: 11.5,
        owner: 'word-a',
        country: 'XA',
        count: 3,
        verified: true,
        nothing: null,
        empty: '',
        list: ['word-b', 'word-b', 'word-c'],
      },
    });
  });

  it('keeps the names of kinds of things and of fields', () => {
    const body = { type: 'contact', role: 'user', errors: [{ code: 'conflict', field: 'role' }] };
    expect(bodyOf({ body })).toEqual({ json: body });
  });

  it('keeps the words of an error, and replaces what it quotes', () => {
    const message =
      'A contact matching "Grace Hopper" <grace@navy.example> already exists with id=65a1b2c3d4e5f60718293a4b';
    const body = { type: 'error.list', errors: [{ code: 'conflict', message }] };
    expect(bodyOf({ statusCode: 409, body })).toEqual({
      json: {
        type: 'error.list',
        errors: [
          {
            code: 'conflict',
            message:
              'A contact matching "word-a word-b" <person-1@example.com> already exists with id=a00000000000000000000001',
          },
        ],
      },
    });
  });

  it('leads from the message of a conflict to the path of the follow-up', () => {
    const id = '65a1b2c3d4e5f60718293a4b';
    const [conflict, update] = record(
      {
        statusCode: 409,
        sent: { email: 'Grace@navy.example' },
        body: { errors: [{ message: `grace@navy.example already exists with id=${id}` }] },
      },
      { template: 'PUT /contacts/{id}', path: `/contacts/${id}`, body: { id, email: 'grace@navy.example' } },
    );
    expect(conflict?.request.body).toEqual({ json: { email: 'person-1@example.com' } });
    expect(conflict?.response.body).toEqual({
      json: { errors: [{ message: 'person-1@example.com already exists with id=a00000000000000000000001' }] },
    });
    expect(update?.request.path).toBe('/contacts/a00000000000000000000001');
    expect(update?.response.body).toEqual({
      json: { id: 'a00000000000000000000001', email: 'person-1@example.com' },
    });
  });

  it('lets a link to another recorded request lead there', () => {
    const list = { template: 'GET /contacts' };
    const [first, second] = record(
      {
        ...list,
        query: 'per_page=1',
        body: { next: 'https://helpdesk.example/contacts?per_page=1&after=WzE3MDk=' },
      },
      { ...list, query: 'per_page=1&after=WzE3MDk%3D' },
    );
    expect(first?.response.body).toEqual({
      json: { next: 'https://example.com/contacts?per_page=1&after=id-1' },
    });
    expect([second?.request.path, second?.request.query]).toEqual(['/contacts', 'per_page=1&after=id-1']);
  });

  it('keeps the headers that are read, and the numbers of limits', () => {
    const headers = {
      'content-type': 'application/json; charset=utf-8; owner=grace',
      'set-cookie': 'session=abc123',
      'x-request-id': '0a1b2c3d4e5f',
      'x-ratelimit-limit': '1666',
      'x-ratelimit-reset': '1711111111',
      ratelimit: '"default";r=49;t=30',
      'helpdesk-version': '2.16',
      date: 'Tue, 24 Nov 2026 00:00:00 GMT',
      server: 'nginx',
    };
    expect(record({ headers })[0]?.response.headers).toEqual({
      'content-type': 'application/json; charset=utf-8',
      'helpdesk-version': '2.16',
      ratelimit: '"default";r=49;t=30',
      'x-ratelimit-limit': '1666',
      'x-ratelimit-reset': '1767225601',
      'x-request-id': 'a00000000001',
    });
  });

  it('keeps nothing of a web page', () => {
    const body = '<!doctype html><p>Dear Grace Hopper</p>';
    const headers = { 'content-type': 'text/html' };
    expect(JSON.stringify(bodyOf({ statusCode: 502, headers, body }))).not.toContain('Grace');
  });

  it('takes keys for values where an object holds data under them', () => {
    const body = { custom_attributes: { 'Nickname of Grace': 'Amazing', plan: 'gold' } };
    expect(bodyOf({ body })).toEqual({
      json: { custom_attributes: { 'Text 1': 'word-a', plan: 'word-b' } },
    });
  });

  it('leaves out what was not answered to the end', () => {
    const cut = exchange({});
    const result = { response: { statusCode: 200, headers: {}, body: '{"a', bodyTruncated: true } };
    const failure = { failure: { sent: 'unknown', code: 'TIMEOUT', message: '' } } as const;
    const about = { declaration: helpdeskContract, origin: 'live', host: 'h', nowMs: 0 } as const;
    expect(
      recordingOf(
        [
          { ...cut, result },
          { ...cut, result: failure },
        ],
        about,
      ).exchanges,
    ).toEqual([]);
  });
});

/** Values as a third party holds them of a person. No word of a protocol ends in q or z: `name@…` would be found anywhere. */
const personal = fc.record({
  email: fc.stringMatching(/^[a-zA-Z.]{3,10}qz[0-9+]{0,3}@[a-z]{4,9}qz\.(com|example|co\.uk)$/),
  name: fc.stringMatching(/^[A-Z][a-z]{3,9}q [A-Z][a-z]{3,9}q$/),
  nick: fc.stringMatching(/^[a-z]{4,12}qz$/),
  phone: fc.stringMatching(/^\+[1-9][0-9]{9,13}$/),
  phoneNumber: fc.integer({ min: 300_000_000, max: 999_999_999 }),
  id: fc.oneof(
    fc.stringMatching(/^[0-9a-f]{24}$/),
    fc.uuid(),
    fc.stringMatching(/^cus_[A-Za-z0-9]{14}$/),
    fc.stringMatching(/^[3-9][0-9]{11}$/),
  ),
  key: fc.stringMatching(/^sk_test_[A-Za-z0-9]{24}$/),
});

type Personal = typeof personal extends fc.Arbitrary<infer T> ? T : never;

/** A conversation in which each value stands in many places. */
const conversation = ({ email, name, nick, phone, phoneNumber, id, key }: Personal): readonly Said[] => [
  {
    sent: { email, name, phone, custom_attributes: { nick } },
    headers: { 'content-type': 'application/json', 'x-request-id': id },
    body: { type: 'contact', id, email, name, phone, phoneNumber, nick, custom_attributes: { [nick]: name } },
  },
  {
    check: 'create again',
    sent: { email, name, phone, custom_attributes: { nick } },
    statusCode: 409,
    body: {
      type: 'error.list',
      errors: [
        {
          code: 'conflict',
          message: `${email} (${name}, ${phoneNumber}) already exists with id=${id}: ${nick}'s key ${key}`,
        },
      ],
    },
  },
  {
    template: 'GET /contacts/{id}',
    path: `/contacts/${encodeURIComponent(id)}`,
    query: new URLSearchParams({ email, name, phone }).toString(),
    body: {
      data: [
        { note: `call ${name} at ${phone}`, link: `https://x.example/${id}?q=${nick}` },
        { [email]: key },
      ],
    },
  },
  {
    template: 'GET /contacts/{id}',
    path: `/contacts/${encodeURIComponent(nick)}`,
    statusCode: 400,
    body: `No contact ${nick} with ${email} or ${key}, ${phone}`,
  },
];

describe('a recording of any conversation', () => {
  it('holds no value of it', () => {
    fc.assert(
      fc.property(personal, (one) => {
        const text = JSON.stringify(record(...conversation(one))).toLowerCase();
        const all = [...Object.values(one).map(String), ...one.name.split(' '), ...one.email.split('@')];
        const values = all.filter((value) => value.length >= 4 && value !== 'example.com');
        expect(values.filter((value) => text.includes(value.toLowerCase()))).toEqual([]);
      }),
    );
  });

  it('has bodies of the same shape', () => {
    const maps = new Set(helpdeskContract.maps);
    const places = (value: unknown) =>
      [...shapeOf(value, maps).fields].map(([place, { types, formats }]) => [place, types, formats]);
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), jsonValue, { maxKeys: 6 }), (body) => {
        const [one] = record({ body });
        const recorded = one?.response.body;
        expect(places(recorded !== undefined && 'json' in recorded ? recorded.json : undefined)).toEqual(
          places(body),
        );
      }),
    );
  });

  it('is the same when it is recorded again', () => {
    fc.assert(
      fc.property(personal, (one) => {
        expect(record(...conversation(one))).toEqual(record(...conversation(one)));
      }),
      { numRuns: 10 },
    );
  });
});

const jsonValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.emailAddress(),
    fc.uuid(),
    fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toISOString()),
    fc.webUrl(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), tie('any'), { maxKeys: 3 }),
  ),
})).any;
