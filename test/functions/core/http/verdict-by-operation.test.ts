import { expect, test } from 'vitest';
import type { HttpResponse } from '../../../../functions/core/declare/http-message.ts';
import { classify } from '../../../../functions/core/http/classify.ts';
import { createThing, thingDestination } from '../../../fixtures/fixture-integration.ts';

const coded = (statusCode: number, code: string): HttpResponse => ({
  statusCode,
  headers: {},
  body: JSON.stringify({ error: { code, message: 'words' } }),
  bodyTruncated: false,
});
const verdict = (operation: ReturnType<typeof createThing>, response: HttpResponse) =>
  classify(operation, { response }, 0).verdict;

test('a 404 is a success of a delete only, and it needs no id', () => {
  const remove = createThing({ by: 'upsert' }, { statuses: { 404: 'success' } });
  expect(verdict(remove, coded(404, 'not_found'))).toBe('success');
  expect(verdict(createThing(), coded(404, 'not_found'))).toBe('terminal');
  const gateway = { ...coded(404, ''), headers: { 'content-type': 'text/html' }, body: '<html></html>' };
  expect(verdict(remove, gateway)).toBe('refused');
});

test('what an operation says of a status or a code goes before what its destination says', () => {
  const destination = thingDestination({ statuses: { 409: 'retryable' }, codes: { locked: 'retryable' } });
  const plain = createThing(undefined, { destination });
  const own = createThing(undefined, {
    destination,
    statuses: { 409: 'terminal' },
    codes: { locked: 'throttled' },
  });
  expect([verdict(plain, coded(409, 'x')), verdict(own, coded(409, 'x'))]).toEqual(['retryable', 'terminal']);
  expect([verdict(plain, coded(423, 'locked')), verdict(own, coded(423, 'locked'))]).toEqual([
    'retryable',
    'throttled',
  ]);
});

test("an operation's judgement goes before its destination's, which is asked where it says nothing", () => {
  const destination = thingDestination({ judge: () => ({ verdict: 'terminal' }) });
  const operation = createThing(undefined, {
    destination,
    judge: ({ statusCode }) => (statusCode === 500 ? { verdict: 'throttled' } : undefined),
  });
  expect(verdict(operation, coded(500, 'x'))).toBe('throttled');
  expect(verdict(operation, coded(400, 'x'))).toBe('terminal');
});

test('a yes in a coding that nobody can read says so, and is not asked for again and again', () => {
  const response = { ...coded(200, ''), body: '', bodyTruncated: true, unreadCoding: 'dcb' };
  expect(classify(createThing(), { response }, 0)).toMatchObject({
    verdict: 'ambiguous',
    code: 'UNREADABLE_RESPONSE',
    saysYes: true,
    message: 'status 200 in a coding that cannot be read: dcb',
  });
});
