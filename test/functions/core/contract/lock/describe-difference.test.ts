import { expect, test } from 'vitest';
import { describeDifference } from '../../../../../functions/core/contract/lock/describe-difference.ts';
import type { Difference } from '../../../../../functions/core/contract/lock/difference.ts';

test.each<[Pick<Difference, 'kind' | 'place' | 'was' | 'is'>, string]>([
  [{ kind: 'operation-new', place: '' }, 'the operation is not in the lock'],
  [
    { kind: 'status-new', place: '', was: '200, 404', is: '409' },
    'the status is new (the lock has 200, 404)',
  ],
  [{ kind: 'redirected', place: '', is: 'other-host' }, 'redirects to another host'],
  [
    { kind: 'redirected', place: '', was: 'same-host', is: 'other-host' },
    'redirects to another host (was to the same host)',
  ],
  [{ kind: 'redirected', place: '', is: 'same-host' }, 'redirects to the same host'],
  [{ kind: 'empty-body', place: '', was: 'json', is: 'empty' }, 'the body is empty (was json)'],
  [{ kind: 'not-json', place: '', was: 'json', is: 'html' }, 'the body is a web page (was json)'],
  [{ kind: 'not-json', place: '', was: 'json', is: 'text' }, 'the body is text (was json)'],
  [{ kind: 'error-in-success', place: '' }, 'the status tells of a success, the body of an error'],
  [
    { kind: 'content-type-changed', place: '', was: 'application/json', is: 'text/plain' },
    'the content type is text/plain (was application/json)',
  ],
  [
    { kind: 'content-type-gone', place: '', was: 'application/json' },
    'the content type is missing (was application/json)',
  ],
  [
    { kind: 'charset-changed', place: '', was: 'utf-8', is: 'iso-8859-1' },
    'the charset is iso-8859-1 (was utf-8)',
  ],
  [{ kind: 'compressed', place: '', is: 'gzip' }, 'the body is compressed with gzip, which nobody asked for'],
  [{ kind: 'field-gone', place: '$.email', was: 'string(email)' }, '$.email is gone (was string(email))'],
  [{ kind: 'redirected', place: '', is: 'elsewhere' }, 'redirects to another address'],
  [{ kind: 'status-new', place: '', is: '409' }, 'the status is new'],
  [
    { kind: 'redirected', place: '', was: 'elsewhere', is: 'same-host' },
    'redirects to the same host (was to elsewhere)',
  ],
  [
    { kind: 'name-replaced', place: '$.code', was: 'string("a")', is: 'string("b")' },
    '$.code is string("b") now, and string("a") was never seen again',
  ],
  [{ kind: 'version-answered', place: '', was: '1', is: '2' }, 'version 2 is answered (was 1)'],
  [
    { kind: 'check-new', place: 'create', is: '201 success: made' },
    'create was never tried before: 201 success: made',
  ],
  ...(
    [
      ['answered', 'is answered'],
      ['made', 'makes one'],
      ['accepted', 'is accepted'],
      ['same id', 'answers the id of the first'],
      ['another', 'makes a second one'],
      ['conflict', 'is a conflict'],
      ['refused', 'is refused'],
      ['found', 'finds it'],
      ['other', 'finds another one'],
      ['nothing', 'finds nothing'],
      ['unclear', 'is answered by neither yes nor no'],
      ['next', 'leads on'],
      ['removed', 'removes it'],
    ] as const
  ).map(([relation, words]): [Pick<Difference, 'kind' | 'place' | 'was' | 'is'>, string] => [
    {
      kind: 'check-changed',
      place: 'create again',
      was: '200 success: as ever',
      is: `200 success: ${relation}`,
    },
    `create again ${words} (was 200 success: as ever)`,
  ]),
  [
    {
      kind: 'check-changed',
      place: 'create',
      was: '200 success: found or 201 success: made',
      is: '202 success: made',
    },
    'create comes to 202 success: made (was 200 success: found or 201 success: made)',
  ],
  [
    { kind: 'check-changed', place: 'create', was: '201 success: made', is: 'whatever' },
    'create is answered by neither yes nor no (was 201 success: made)',
  ],
  [{ kind: 'check-changed', place: 'create', is: '201 success: made' }, 'create makes one'],
  [{ kind: 'check-changed', place: 'create' }, 'create is answered by neither yes nor no'],
  [{ kind: 'field-new', place: '$.email', is: 'string(email)' }, '$.email is new: string(email)'],
  [{ kind: 'field-optional', place: '$.a[].b' }, '$.a[].b is missing at times (was always there)'],
  [{ kind: 'field-retyped', place: '$.id', was: 'integer', is: 'string' }, '$.id is string (was integer)'],
  [{ kind: 'field-null', place: '$.id', was: 'integer', is: 'null' }, '$.id can be null (was integer)'],
  [
    { kind: 'format-changed', place: '$.at', was: 'string(date)', is: 'string' },
    '$.at has another format: string (was string(date))',
  ],
  [
    { kind: 'name-new', place: '$.role', was: 'string("user")', is: 'string("lead")' },
    '$.role has a new name: string("lead") (was string("user"))',
  ],
  [{ kind: 'header-gone', place: 'x-request-id' }, 'header x-request-id is gone'],
  [
    { kind: 'header-gone', place: 'x-request-id', is: 'optional' },
    'header x-request-id is missing at times (was always there)',
  ],
  [{ kind: 'header-new', place: 'sunset' }, 'header sunset is new'],
  [
    { kind: 'limit-lowered', place: 'x-ratelimit-limit', was: '1666', is: '100' },
    'x-ratelimit-limit allows less: 100 (was 1666)',
  ],
  [
    { kind: 'limit-raised', place: 'x-ratelimit-limit', was: '100', is: '1666' },
    'x-ratelimit-limit allows more: 1666 (was 100)',
  ],
  [
    { kind: 'limit-meaning', place: 'x-ratelimit-reset', was: 'epoch-seconds', is: 'seconds' },
    'x-ratelimit-reset counts in another way: seconds (was epoch-seconds)',
  ],
  [
    { kind: 'paging-moved', place: '$.paging.next.after' },
    'the token of the next page is not at $.paging.next.after any more',
  ],
  [
    { kind: 'paging-moved', place: '$.paging.next.after', is: 'same-page' },
    'the token of the next page at $.paging.next.after leads to the same page',
  ],
  [
    { kind: 'paging-moved', place: '$.paging.next.after', is: 'refused' },
    'the token of the next page at $.paging.next.after is refused',
  ],
])('tells of %j in a sentence', (difference, sentence) => {
  const told = describeDifference({
    operation: 'create-contact',
    statusCode: 200,
    breaking: true,
    ...difference,
  });
  expect(told).toBe(`create-contact 200: ${sentence}`);
});
