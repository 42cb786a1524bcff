/** Commands that ask about each integration, with as many as somebody may have: AWS throttles who asks about all at once. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { functionSources } from '../../../lib/build/function-sources.ts';
import {
  deadLetterQueueName,
  integrationName,
  logGroupName,
  undeliveredQueueName,
  unroutedQueueName,
} from '../../../lib/names.ts';
import { aHundred, manyIntegrations } from '../../fixtures/many-integrations.ts';
import { type FakeAws, startFakeAws } from './fake-aws.ts';
import { interlock } from './interlock.ts';

const integrations = manyIntegrations(aHundred);

let aws: FakeAws;
beforeEach(async () => {
  aws = await startFakeAws();
  // So that what is asked at once is there at once.
  aws.latencyMs = 5;
  for (const { name } of functionSources(integrations)) {
    for (const nameOf of [integrationName, deadLetterQueueName, undeliveredQueueName])
      aws.queues.set(nameOf('dev', name), []);
    aws.logs.set(logGroupName('dev', name), []);
    aws.mappings.set(integrationName('dev', name), 'Enabled');
    aws.functions.set(integrationName('dev', name), { batchItemFailures: [] });
  }
  aws.queues.set(unroutedQueueName('dev'), []);
  aws.queues.set(undeliveredQueueName('dev', 'unrouted'), []);
});
afterEach(() => aws.close());

// The calls that each of 130 integrations needs, of which those of a few integrations may be under way at once.
it.each([
  ['status', 0, 500, 5],
  ['logs --event e1', 0, 130, 1],
  ['dead-letters', 0, 500, 2],
  ['doctor', 3, 450, 6],
  ['wake', 0, 130, 1],
])('%s asks about a few integrations at a time', async (args, code, callsLeast, eachMost) => {
  const ran = await interlock([...args.split(' '), '--env', 'dev'], {
    endpoint: aws.endpoint,
    context: { integrations },
  });
  expect(ran.code).toBe(code);
  expect(aws.calls.length + aws.invoked.length).toBeGreaterThanOrEqual(callsLeast);
  expect(aws.atOnceMost).toBeLessThanOrEqual(8 * eachMost);
});
