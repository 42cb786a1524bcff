/** What every answer means where a destination says nothing of it: 64 registered statuses, 48 others, gateways, limits. */
import { describe, expect, test } from 'vitest';
import { classify } from '../../../../../functions/core/http/classify.ts';
import { createThing } from '../../../../fixtures/fixture-integration.ts';
import { amazon } from './amazon.ts';
import { networks } from './networks.ts';
import { proxies } from './proxies.ts';
import { registered } from './registered.ts';
import { type AnswerRow, nowMs, own, page, testAnswers } from './row.ts';
import { successes, throttling } from './throttling.ts';
import { unregistered } from './unregistered.ts';
import { wordless } from './wordless.ts';

const operation = createThing();
const gateways = [...amazon, ...networks, ...proxies];

describe('a registered status in the application’s words', () => testAnswers(operation, registered));
describe('a status that nobody registered', () => testAnswers(operation, unregistered));
describe('the page of a gateway', () => testAnswers(operation, gateways));
describe('an answer that nothing tells the speaker of', () => testAnswers(operation, wordless));
describe('a limit', () => testAnswers(operation, throttling));
describe('a success', () => testAnswers(operation, successes));

test('only the application’s own words and a receipt count as from the application', () => {
  const from = (rows: readonly AnswerRow[]) =>
    rows
      .filter(([, response]) => classify(operation, { response }, nowMs).fromApplication)
      .map(([name]) => name);
  expect(from(gateways)).toEqual([]);
  expect(from(wordless)).toEqual(['404 in a JSON of no known shape', '404 in JSON that calls itself HTML']);
  expect(from(successes)).toHaveLength(12);
});

test('a redirect of a write may hide that it was done, one of a read does not', () => {
  for (const status of [302, 303]) {
    expect(classify(operation, { response: own(status) }, nowMs).mayBeDone).toBe(true);
    expect(classify(operation, { response: own(status) }, nowMs, true)).not.toHaveProperty('mayBeDone');
  }
  expect(classify(operation, { response: own(301) }, nowMs)).not.toHaveProperty('mayBeDone');
});

test('what everybody is refused says where to look', () => {
  expect(classify(operation, { response: page(403, 'Access Denied') }, nowMs)).toEqual({
    verdict: 'refused',
    scope: 'destination',
    fromApplication: false,
    code: 'REFUSED_FOR_ALL',
    message: 'status 403 — look at the firewall or gateway in front of it, which answers in its place',
    statusCode: 403,
    lookAt: 'firewall',
  });
});
