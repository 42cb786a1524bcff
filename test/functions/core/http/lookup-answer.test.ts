import { expect, test } from 'vitest';
import type { HttpResponse } from '../../../../functions/core/declare/http-message.ts';
import { classify } from '../../../../functions/core/http/classify.ts';
import { readLookup, saysNo } from '../../../../functions/core/http/lookup-answer.ts';
import { createThing, thingDestination } from '../../../fixtures/fixture-integration.ts';
import { answer, nowMs, own, page } from './answers/row.ts';

const read = (response: HttpResponse, operation = createThing()) =>
  classify(operation, { response }, nowMs, true);

test('only a 404 in the application’s own words says that there is nothing', () => {
  expect(saysNo(read(own(404)))).toBe(true);
  expect(saysNo(read(page(404, 'Not Found')))).toBe(false);
  expect(saysNo(read(answer(404)))).toBe(false);
  expect(saysNo(read(own(403)))).toBe(false);
  expect(saysNo(read(own(410)))).toBe(false);
});

test('a 404 that the destination itself takes for a "not yet" says it too, one that means a wrong address does not', () => {
  const declaring = (statuses: NonNullable<Parameters<typeof thingDestination>[0]>['statuses'] & object) =>
    createThing(undefined, { destination: thingDestination({ statuses }) });
  expect(saysNo(read(own(404), declaring({ 404: 'retryable' })))).toBe(true);
  expect(saysNo(read(own(404), declaring({ 404: 'refused' })))).toBe(false);
  expect(saysNo(read(answer(404), declaring({ 404: 'terminal' })))).toBe(true);
});

test('a lookup that is refused leaves unknown what it was to find out', () => {
  expect(readLookup(read(own(410)))).toMatchObject({ verdict: 'unknown', code: 'OUTCOME_UNKNOWN' });
  expect(readLookup(read(own(404))).verdict).toBe('terminal');
  expect(readLookup(read(own(403))).verdict).toBe('refused');
  expect(readLookup(read(own(503))).verdict).toBe('ambiguous');
});
