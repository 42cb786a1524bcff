/** A third party that no longer keeps its contract, asked by the command line: each way is found, and named. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Drift, driftKinds } from '../../../lib/local/stand-ins/drifts.ts';
import { type Probing, startProbing } from './probing.ts';

let probing: Probing;
beforeAll(async () => {
  probing = await startProbing();
  await probing.run('helpdesk', '--write', '--update');
});
afterAll(() => probing.stop());

const post = { match: { method: 'POST', path: '/contacts' } };

/** What goes wrong, and what the probe says of it. */
const drifts: readonly (readonly [Drift, readonly string[]])[] = [
  [
    { kind: 'field-gone', path: '$.email', ...post },
    ['breaking: create-contact 200: $.email is gone (was string(email))'],
  ],
  [
    { kind: 'number-to-string', path: '$.created_at', ...post },
    ['breaking: create-contact 200: $.created_at is string(epoch-seconds) (was integer(epoch-seconds))'],
  ],
  [
    { kind: 'null', path: '$.role', ...post },
    ['breaking: create-contact 200: $.role can be null (was string("user"))'],
  ],
  [
    { kind: 'enum-value', path: '$.role', value: 'prospect', ...post },
    ['additive: create-contact 200: $.role has a new name: string("prospect") (was string("user"))'],
  ],
  [
    { kind: 'error-in-success', ...post },
    ['breaking: create-contact 200: the status tells of a success, the body of an error'],
  ],
  [
    { kind: 'html-error', ...post },
    [
      'breaking: create-contact 400: the body is a web page (was json)',
      'breaking: create-contact 409: the body is a web page (was json)',
      'breaking: create-contact 415: the body is a web page (was json)',
    ],
  ],
  [{ kind: 'html-in-success', ...post }, ['breaking: create-contact 200: the body is a web page (was json)']],
  [
    { kind: 'charset', charset: 'iso-8859-1', ...post },
    [
      'breaking: create-contact 200: the charset is iso-8859-1 (was utf-8)',
      'breaking: create-contact 400: the charset is iso-8859-1 (was utf-8)',
      'breaking: create-contact 409: the charset is iso-8859-1 (was utf-8)',
      'breaking: create-contact 415: the charset is iso-8859-1 (was utf-8)',
    ],
  ],
  [
    { kind: 'header-renamed', from: 'x-request-id', to: 'x-correlation-id', ...post },
    [
      'additive: create-contact 200: header x-correlation-id is new',
      'breaking: create-contact 200: header x-request-id is gone',
      'additive: create-contact 400: header x-correlation-id is new',
      'breaking: create-contact 400: header x-request-id is gone',
      'additive: create-contact 409: header x-correlation-id is new',
      'breaking: create-contact 409: header x-request-id is gone',
      'additive: create-contact 415: header x-correlation-id is new',
      'breaking: create-contact 415: header x-request-id is gone',
    ],
  ],
  [
    { kind: 'limit-lowered', ...post },
    [
      'breaking: create-contact 200: x-ratelimit-limit allows less: 833 (was 1666)',
      'breaking: create-contact 400: x-ratelimit-limit allows less: 833 (was 1666)',
      'breaking: create-contact 409: x-ratelimit-limit allows less: 833 (was 1666)',
      'breaking: create-contact 415: x-ratelimit-limit allows less: 833 (was 1666)',
    ],
  ],
  [
    { kind: 'paging-moved', from: '$.pages.next', to: '$.pages.following', match: { path: '/contacts?' } },
    [
      'breaking: list-contacts 200: the token of the next page is not at $.pages.next.starting_after any more',
      'additive: list-contacts 200: $.pages.following is new: object',
    ],
  ],
  [
    { kind: 'conflict', match: { method: 'PUT' } },
    ['breaking: create-contact follow-up 409: follow-up is a conflict (was 200 success: same id)'],
  ],
  [
    { kind: 'redirect', location: '/v3/contacts', ...post },
    ['breaking: create-contact 302: redirects to the same host'],
  ],
  [
    { kind: 'compressed', ...post },
    [
      'breaking: create-contact 200: the body is compressed with gzip, which nobody asked for',
      'breaking: create-contact 400: the body is compressed with gzip, which nobody asked for',
      'breaking: create-contact 409: the body is compressed with gzip, which nobody asked for',
      'breaking: create-contact 415: the body is compressed with gzip, which nobody asked for',
    ],
  ],
  [
    { kind: 'content-type-gone', ...post },
    [
      'breaking: create-contact 200: the content type is missing (was application/json)',
      'breaking: create-contact 400: the content type is missing (was application/json)',
      'breaking: create-contact 409: the content type is missing (was application/json)',
      'breaking: create-contact 415: the content type is missing (was application/json)',
    ],
  ],
  [
    { kind: 'body-empty', ...post },
    [
      'breaking: create-contact 200: the body is empty (was json)',
      'breaking: create-contact 400: the body is empty (was json)',
      'breaking: create-contact 409: the body is empty (was json)',
      'breaking: create-contact 415: the body is empty (was json)',
    ],
  ],
  [
    { kind: 'field-added', path: '$.nickname', value: 'ada', ...post },
    [
      'additive: create-contact 200: $.nickname is new: string',
      'additive: create-contact 400: $.nickname is new: string',
      'additive: create-contact 409: $.nickname is new: string',
      'additive: create-contact 415: $.nickname is new: string',
    ],
  ],
  [
    { kind: 'field-renamed', path: '$.created_at', to: 'created', ...post },
    [
      'additive: create-contact 200: $.created is new: integer(epoch-seconds)',
      'breaking: create-contact 200: $.created_at is gone (was integer(epoch-seconds))',
    ],
  ],
  [
    { kind: 'date-format', path: '$.created_at', ...post },
    ['breaking: create-contact 200: $.created_at is string(date-time) (was integer(epoch-seconds))'],
  ],
];

describe('a probe of a third party that changed', () => {
  it('is tried with every way in which a stand-in can drift', () => {
    expect([...new Set(drifts.map(([{ kind }]) => kind))].sort()).toEqual([...driftKinds].sort());
  });

  it.for(drifts)('names it: %o', async ([drift, differences]) => {
    probing.standIns.helpdesk.setDrift(drift);
    const { code, stdout } = await probing.run('helpdesk', '--write', '--json');
    probing.standIns.helpdesk.setDrift(undefined);
    const found = JSON.parse(stdout);
    const text = ({ breaking, text }: { breaking: boolean; text: string }) =>
      `${breaking ? 'breaking' : 'additive'}: ${text}`;
    expect([code, found.differences.map(text)]).toEqual([3, differences]);
  });

  it('finds nothing when it keeps its contract again', async () => {
    const { code, stdout } = await probing.run('helpdesk', '--write');
    expect([code, stdout]).toEqual([0, expect.stringContaining('no difference')]);
  });
});
