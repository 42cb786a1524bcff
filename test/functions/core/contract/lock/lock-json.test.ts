import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lacksVerdicts } from '../../../../../functions/core/contract/lock/compare-checks.ts';
import type { Lock } from '../../../../../functions/core/contract/lock/lock.ts';
import { LockError, parseLock, printLock } from '../../../../../functions/core/contract/lock/lock-json.ts';
import { lockedResponse } from '../../../../../functions/core/contract/lock/locked-response.ts';
import { observe } from '../../../../../functions/core/contract/lock/observe.ts';
import { observations } from './observations.ts';
import { wireText } from './wire-text.ts';

const options = {
  maps: new Set(['custom_attributes']),
  headers: [],
  host: '127.0.0.1:4569',
  nowMs: Date.UTC(2026, 10, 23),
};
const lockedFrom = (...texts: string[]) =>
  lockedResponse(texts.map((text) => observe(wireText(text), options)));
const lockWith = (operations: Lock['operations']): Lock => ({
  destination: 'intercom',
  recorded: { from: 'stand-in', host: '127.0.0.1:4569', at: '2026-11-23T00:00:00.000Z', apiVersion: '2.16' },
  maps: ['custom_attributes'],
  operations,
});

const printed = `{
  "lockVersion": 2,
  "destination": "intercom",
  "recorded": {
    "from": "stand-in",
    "host": "127.0.0.1:4569",
    "at": "2026-11-23T00:00:00.000Z",
    "apiVersion": "2.16"
  },
  "maps": ["custom_attributes"],
  "operations": {
    "create-contact": {
      "request": "POST /contacts",
      "responses": {
        "200": {
          "samples": 2,
          "contentType": "application/json",
          "charset": "utf-8",
          "headers": ["retry-after?", "x-ratelimit-limit", "x-ratelimit-reset"],
          "limits": {
            "retry-after": "seconds",
            "x-ratelimit-limit": 1666,
            "x-ratelimit-reset": "epoch-seconds"
          },
          "body": {
            "$": "object",
            "$.custom_attributes": "object",
            "$.custom_attributes.*?": "boolean | string",
            "$.email": "string(email) | null",
            "$.notes?": "array",
            "$.notes[]": "object",
            "$.role": "string(\\"lead\\"|\\"user\\")",
            "$.signed_up_at": "string(date|date-time)"
          }
        },
        "502": {
          "samples": 2,
          "contentType": ["none", "text/html"],
          "encoding": "gzip",
          "headers": [],
          "body": ["empty", "html"]
        }
      }
    }
  }
}
`;

test('prints a line for every place', () => {
  const success = (headers: string, body: string) => `HTTP/1.1 200 OK
Content-Type: application/json; charset=utf-8
X-RateLimit-Limit: 1666
X-RateLimit-Reset: ${options.nowMs / 1_000}${headers}

${body}`;
  const lock = lockWith(
    new Map([
      [
        'create-contact',
        {
          request: 'POST /contacts',
          responses: new Map([
            [
              502,
              lockedFrom(
                'HTTP/1.1 502 x\nContent-Type: text/html\nContent-Encoding: gzip\n\n<p>',
                'HTTP/1.1 502 x\n\n',
              ),
            ],
            [
              200,
              lockedFrom(
                success(
                  '',
                  '{"email":"joe@b.example","role":"user","signed_up_at":"2026-01-31","custom_attributes":{"a b":true}}',
                ),
                success(
                  '\nRetry-After: 3',
                  '{"email":null,"role":"lead","signed_up_at":"2026-01-31T00:00:00Z","notes":[{}],"custom_attributes":{"c":"x"}}',
                ),
              ),
            ],
          ]),
        },
      ],
    ]),
  );
  expect(printLock(lock)).toBe(printed);
});

test('breaks long lists as the repository’s formatter does', () => {
  const headers = (letters: string) =>
    [...letters].map((letter) => `X-${letter.repeat(12)}-Request-Id: 1\n`).join('');
  const response = lockedFrom(`HTTP/1.1 204 x\n${headers('abcdef')}\n`);
  const text = printLock(
    lockWith(new Map([['probe', { request: 'GET /me', responses: new Map([[204, response]]) }]])),
  );
  expect(text).toContain(`
          "headers": [
            "x-aaaaaaaaaaaa-request-id",
            "x-bbbbbbbbbbbb-request-id",
`);
});

test('tells of a success that carried an error, of a redirect, and of a body that was not read to the end', () => {
  const list = JSON.stringify({ errors: Array(51).fill('x') });
  const response = lockedFrom(
    `HTTP/1.1 200 OK\nContent-Type: application/json\n\n${list}`,
    'HTTP/1.1 200 OK\n\n',
  );
  const moved = lockedFrom('HTTP/1.1 301 x\nLocation: /x\n\n');
  const responses = new Map([
    [200, response],
    [301, moved],
  ]);
  const lock = lockWith(new Map([['probe', { request: 'GET /me', responses }]]));
  const text = printLock(lock);
  expect(text).toContain(`
          "contentType": ["none", "application/json"],
          "carriesError": true,
          "headers": [],
          "body": ["empty", "json"],
          "partialError": true,
          "error": {
            "$": "object",
`);
  expect(text).toContain('"redirect": "same-host",');
  expect(parseLock(text)).toEqual(lock);
});

test('what is printed is read back as it was', () => {
  const responses = fc
    .dictionary(fc.constantFrom('200', '201', '404'), fc.array(observations, { minLength: 1, maxLength: 4 }))
    .map(
      (byStatus) =>
        new Map(Object.entries(byStatus).map(([status, seen]) => [Number(status), lockedResponse(seen)])),
    );
  const name = fc.constantFrom('create-contact', 'create-contact lookup', '__proto__', '7');
  const locks = fc
    .uniqueArray(fc.tuple(name, fc.string(), responses), { selector: ([one]) => one, maxLength: 3 })
    .map((operations) =>
      lockWith(new Map(operations.map(([one, request, found]) => [one, { request, responses: found }]))),
    );
  fc.assert(
    fc.property(locks, (lock) => {
      const text = printLock(lock);
      expect(parseLock(text)).toEqual(lock);
      expect(printLock(parseLock(text))).toBe(text);
    }),
  );
});

test('what stands in another order, after a merge by hand, is read in order', () => {
  const turned = printed
    .replace('"$": "object",\n', '')
    .replace(
      '"$.signed_up_at": "string(date|date-time)"',
      '"$.signed_up_at": "string(date-time|date)",\n"$": "object"',
    )
    .replace('["retry-after?", "x-ratelimit-limit"', '["x-ratelimit-limit", "retry-after?"');
  expect(printLock(parseLock(turned))).toBe(printed);
});

test.each<[string, string, string]>([
  [
    '"lockVersion": 2',
    '"lockVersion": 3',
    'lockVersion of the lock is none of 1, 2, which are known here; record it anew: npm run interlock -- probe intercom --update',
  ],
  ['"lockVersion": 2,', '', 'lockVersion of the lock is missing'],
  ['"stand-in"', '"hearsay"', 'recorded.from of the lock is none of live, sandbox, stand-in'],
  ['"from"', '"form"', 'recorded of the lock has an unknown key, "form"'],
  ['["custom_attributes"]', '[1]', 'maps of the lock is no text'],
  ['["custom_attributes"]', '{}', 'maps of the lock is no list'],
  ['"POST /contacts"', '7', 'operations["create-contact"].request of the lock is no text'],
  ['"200"', '"2xx"', 'operations["create-contact"].responses["2xx"] of the lock is no status code'],
  [
    'string(email)',
    'strnig(email)',
    'operations["create-contact"].responses["200"].body["$.email"] of the lock says nothing like string(email) | null',
  ],
  ['string(email)', 'string(emial)', 'body["$.email"] of the lock says nothing like string(email) | null'],
  ['string(email)', 'string | string', 'body["$.email"] of the lock says nothing'],
  ['string(email)', 'integer | number', 'body["$.email"] of the lock says nothing'],
  ['string(email)', 'array(email)', 'body["$.email"] of the lock says nothing'],
  [
    '"$.email"',
    '"email"',
    'body.email of the lock is no path: one starts with $ and goes on with .name or []',
  ],
  ['"samples": 2', '"samples": -1', 'responses["200"].samples of the lock is no count'],
  ['1666', '"many"', 'limits["x-ratelimit-limit"] of the lock is none of epoch-milliseconds, epoch-seconds'],
  ['["empty", "html"]', '["empty", "xml"]', 'responses["502"].body of the lock is none of empty, html'],
  ['"headers": [],', '', 'responses["502"].headers of the lock is missing'],
  ['"encoding": "gzip"', '"carriesError": 1', 'carriesError of the lock is neither true nor false'],
  ['"encoding": "gzip"', '"redirect": "nowhere"', 'redirect of the lock is none of other-host, same-host'],
])('refuses %s turned into %s', (from, to, message) => {
  expect(printed).toContain(from);
  const read = () => parseLock(printed.replace(from, to));
  expect(read).toThrow(LockError);
  expect(read).toThrow(message);
});

const judged = (again: string) =>
  lockWith(
    new Map([
      [
        'create-contact',
        {
          request: 'POST /contacts',
          checks: new Map([
            ['create', { samples: 4, outcomes: ['201 success: made'] }],
            ['create again', { samples: 4, outcomes: [again] }],
            ['unknown-field', { samples: 1, outcomes: ['201 success: accepted', '400 terminal: refused'] }],
          ]),
          responses: new Map(),
        },
      ],
    ]),
  );

test('says in one line what a third party does when it is asked twice, and reads it again', () => {
  const lock = judged('409 terminal: conflict');
  expect(printLock(lock)).toContain(`
      "checks": {
        "create": "201 success: made",
        "create again": "409 terminal: conflict",
        "unknown-field": ["201 success: accepted", "400 terminal: refused"]
      },
      "samples": ["create 4", "create again 4", "unknown-field 1"],
`);
  expect(parseLock(printLock(lock))).toEqual(lock);
});

test('shows one changed verdict as one changed line', () => {
  const [was, is] = ['409 terminal: conflict', '200 success: another'].map((one) =>
    printLock(judged(one)).split('\n'),
  );
  expect(is?.filter((line, at) => line !== was?.[at])).toEqual([
    '        "create again": "200 success: another",',
  ]);
});

test('reads a lock from before verdicts were kept, which says nothing of them', () => {
  const old = parseLock(printed.replace('"lockVersion": 2', '"lockVersion": 1'));
  expect(lacksVerdicts(old)).toBe(true);
  expect(lacksVerdicts(judged('409 terminal: conflict'))).toBe(false);
});

test.each([
  ['"409 terminal: conflict"', '"409 terminal"', 'says nothing like "409 terminal: conflict"'],
  ['"409 terminal: conflict"', '"409 final: conflict"', 'says nothing like "409 terminal: conflict"'],
  ['"create 4"', '"four"', 'samples of the lock says nothing like "create 2"'],
])('refuses a verdict %s turned into %s', (from, to, message) => {
  const text = printLock(judged('409 terminal: conflict')).replace(from, to);
  expect(() => parseLock(text)).toThrow(message);
});

test.each(['', 'null', '[]', '{', '7'])('refuses %j with a word on what to do', (text) => {
  expect(() => parseLock(text)).toThrow(LockError);
  expect(() => parseLock(text)).toThrow('record it anew: npm run interlock -- probe <destination> --update');
});

test('throws nothing but its own error, whatever stands there', () => {
  const document = JSON.parse(printed) as unknown;
  /** Puts another value in one place of the document. */
  const changed = (value: unknown, at: number, instead: unknown): unknown => {
    let left = at;
    const walk = (inner: unknown): unknown => {
      left -= 1;
      if (left === -1) return instead;
      if (Array.isArray(inner)) return inner.map(walk);
      if (typeof inner !== 'object' || inner === null) return inner;
      return Object.fromEntries(Object.entries(inner).map(([key, one]) => [key, walk(one)]));
    };
    return walk(value);
  };
  fc.assert(
    fc.property(fc.nat({ max: 40 }), fc.jsonValue(), (at, instead) => {
      try {
        parseLock(JSON.stringify(changed(document, at, instead)));
      } catch (error) {
        expect(error).toBeInstanceOf(LockError);
      }
    }),
    { numRuns: 300 },
  );
});
