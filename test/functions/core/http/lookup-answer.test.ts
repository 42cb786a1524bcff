import { expect, test } from 'vitest';
import type { HttpResponse } from '../../../../functions/core/declare/http-message.ts';
import type { LookupAnswer, Operation } from '../../../../functions/core/declare/operation.ts';
import { type Classification, classify } from '../../../../functions/core/http/classify.ts';
import { readLookup } from '../../../../functions/core/http/lookup-answer.ts';
import {
  byLookup,
  createThing,
  type ThingParams,
  thingDestination,
} from '../../../fixtures/fixture-integration.ts';
import { answer, nowMs, own, page } from './answers/row.ts';

const ada: ThingParams = { reference: 'r1', name: 'Ada' };

const read = (response: HttpResponse, operation = createThing(byLookup)): Classification => {
  const result = { response };
  return readLookup(operation, result, classify(operation, result, nowMs, true), ada);
};
const saysNo = ({ found }: Classification) => found === 'no';

/** A lookup that reads its answer itself. */
const answering = (
  says: LookupAnswer | ((response: HttpResponse, input: ThingParams) => LookupAnswer),
  changes: Partial<Operation<ThingParams>> = {},
) => {
  const answer = typeof says === 'function' ? says : () => says;
  return createThing({ ...(byLookup as Extract<typeof byLookup, { by: 'lookup' }>), answer }, changes);
};
const no: LookupAnswer = { says: 'no' };
const yes: LookupAnswer = { says: 'yes', receipt: 'thing_9' };

/** A search: what it lists is what there is. */
const listed = ({ body }: HttpResponse, { reference }: ThingParams): LookupAnswer => {
  const { data } = JSON.parse(body) as { data: readonly { id: string; reference: string }[] };
  const one = data.find((each) => each.reference === reference);
  return one === undefined ? no : { says: 'yes', receipt: one.id };
};

test('only a 404 in the application’s own words says that there is nothing', () => {
  expect(saysNo(read(own(404)))).toBe(true);
  expect(saysNo(read(page(404, 'Not Found')))).toBe(false);
  expect(saysNo(read(answer(404)))).toBe(false);
  expect(saysNo(read(own(403)))).toBe(false);
  expect(saysNo(read(own(410)))).toBe(false);
});

test('a 404 that the destination itself takes for a "not yet" says it too, one that means a wrong address does not', () => {
  const declaring = (statuses: NonNullable<Parameters<typeof thingDestination>[0]>['statuses'] & object) =>
    createThing(byLookup, { destination: thingDestination({ statuses }) });
  expect(saysNo(read(own(404), declaring({ 404: 'retryable' })))).toBe(true);
  expect(saysNo(read(own(404), declaring({ 404: 'refused' })))).toBe(false);
  expect(saysNo(read(answer(404), declaring({ 404: 'terminal' })))).toBe(true);
  expect(saysNo(read(answer(404), declaring({ 404: 'retryable' })))).toBe(false);
  expect(saysNo(read(own(404), declaring({ 404: 'success' })))).toBe(false);
});

test('a lookup that is refused leaves unknown what it was to find out', () => {
  expect(read(own(410))).toMatchObject({
    verdict: 'unknown',
    code: 'OUTCOME_UNKNOWN',
    found: 'cannot say',
  });
  expect(read(own(404)).verdict).toBe('terminal');
  expect(read(own(403)).verdict).toBe('refused');
  expect(read(own(503)).verdict).toBe('ambiguous');
  expect(read(page(413, 'Too Large')).verdict).toBe('unknown');
});

test('a success that an id is read in says yes, one without an id cannot say', () => {
  expect(read(answer(200, { id: 'thing_1' }))).toMatchObject({
    verdict: 'success',
    found: 'yes',
    receipt: 'thing_1',
  });
  const nothing = read(answer(200, { data: [] }));
  expect(nothing).toMatchObject({
    verdict: 'ambiguous',
    code: 'UNREADABLE_RESPONSE',
    found: 'cannot say',
    message: 'status 200: the lookup cannot say whether it happened; check the contract',
  });
  expect(nothing).not.toHaveProperty('receipt');
});

test('a status that is a yes to the write is none to the lookup', () => {
  const accepting = createThing(byLookup, { accepts: [200, 204] });
  expect(read(answer(204), accepting)).toMatchObject({ verdict: 'ambiguous', found: 'cannot say' });
});

test('a receipt that is made up says nothing of what a lookup found, however it was declared', () => {
  const madeUp: Operation<ThingParams> = { ...createThing(byLookup), receipt: () => 'done' };
  const found = read(answer(200, { data: [] }), madeUp);
  expect(found).toMatchObject({ verdict: 'ambiguous', found: 'cannot say' });
  expect(found).not.toHaveProperty('receipt');
});

test('an operation says itself what an answer means: an empty list is a no, a list that has it a yes with its id', () => {
  const search = answering(listed);
  const nothing = read(answer(200, { data: [] }), search);
  expect(nothing).toMatchObject({ verdict: 'success', fromApplication: true, code: 'OK', found: 'no' });
  expect(nothing).not.toHaveProperty('receipt');
  const other = { id: 'thing_1', reference: 'r11' };
  expect(saysNo(read(answer(200, { data: [other] }), search))).toBe(true);
  expect(read(answer(200, { data: [other, { id: 'thing_2', reference: 'r1' }] }), search)).toMatchObject({
    verdict: 'success',
    fromApplication: true,
    found: 'yes',
    receipt: 'thing_2',
  });
});

test('the receipt is the one of the lookup’s own yes, and none where it names none', () => {
  const body = { id: 'page_1' };
  expect(read(answer(200, body), answering(yes))).toMatchObject({ found: 'yes', receipt: 'thing_9' });
  const nameless = read(answer(200, body), answering({ says: 'yes', receipt: undefined }));
  expect(nameless).toMatchObject({ verdict: 'success', found: 'yes' });
  expect(nameless).not.toHaveProperty('receipt');
  expect(read(answer(200, body), answering(no))).not.toHaveProperty('receipt');
});

test('a 410 that names a successor is a yes, a no or neither, as the operation says', () => {
  expect(read(own(410), answering(yes))).toMatchObject({
    verdict: 'success',
    scope: 'event',
    code: 'OK',
    found: 'yes',
    receipt: 'thing_9',
  });
  expect(read(own(410), answering(no))).toMatchObject({ verdict: 'terminal', found: 'no' });
  expect(read(own(410), answering({ says: 'cannot say' }))).toMatchObject({
    verdict: 'unknown',
    found: 'cannot say',
  });
});

test.each([
  ['the page of a gateway', page(404, 'Not Found')],
  ['a login page', page(200, 'Log in')],
  ['a gateway that finds it too large', page(413, 'Too Large')],
  ['nobody', answer(404)],
  ['a refusal without a word', answer(400)],
  ['an outage', own(503)],
  ['a limit', own(429)],
  ['a refused key', own(401)],
  ['a permission that is missing', own(403)],
  ['what was cut', { ...answer(200, '{"data":['), bodyTruncated: true }],
])('what an operation reads in the answer of %s is not believed', (_name, response) => {
  for (const says of [yes, no]) {
    const found = read(response, answering(says));
    expect(['yes', 'no']).not.toContain(found.found);
    expect(found.verdict).not.toBe('success');
    expect(found).not.toHaveProperty('receipt');
  }
});

test('an answer that an operation cannot read cannot say', () => {
  const broken = answering(() => {
    throw new TypeError('no list');
  });
  expect(read(answer(200, { data: [] }), broken)).toMatchObject({
    verdict: 'ambiguous',
    found: 'cannot say',
  });
  expect(read(own(404), broken)).toMatchObject({ verdict: 'unknown', found: 'cannot say' });
});

test('no answer finds nothing', () => {
  const result = { failure: { sent: 'unknown', code: 'TIMEOUT', message: 'no answer' } } as const;
  const operation = answering(no);
  const lost = classify(operation, result, nowMs, true);
  expect(readLookup(operation, result, lost, ada)).toBe(lost);
});
