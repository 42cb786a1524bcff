import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import type { Counts, IntegrationCounts, ScenarioName, Tally } from '../../../lib/cost/counts.ts';
import { scenarioNames } from '../../../lib/cost/counts.ts';

/** Ten events in one batch, in numbers that can be worked out by hand. */
const ten: Tally = {
  events: 10,
  receives: 10,
  invocations: 1,
  waitedMs: 1_000,
  takes: 10,
  putDowns: 10,
  limiterWrites: 1,
  otherWrites: 0,
  writeUnits: 21,
  reads: 1,
  readUnits: 1,
  itemBytesMax: 900,
  storedBytes: 400,
  secretReads: 0,
  visibilityChanges: 0,
  deletes: 1,
  sends: 0,
  requests: 10,
  attemptLines: { lines: 10, bytes: 8_000 },
  metricLines: { lines: 1, bytes: 714 },
  otherLines: { lines: 0, bytes: 0 },
  metrics: 4,
};

/** The same with 1,000 bytes more in each line. */
const whole: Tally = { ...ten, attemptLines: { lines: 10, bytes: 18_000 } };

/** One event by itself that was delivered before. */
const duplicate: Tally = {
  ...ten,
  events: 1,
  takes: 1,
  putDowns: 0,
  limiterWrites: 0,
  writeUnits: 1,
  reads: 0,
  readUnits: 0,
  storedBytes: 0,
  requests: 0,
  attemptLines: { lines: 0, bytes: 0 },
  metricLines: { lines: 1, bytes: 274 },
  otherLines: { lines: 1, bytes: 474 },
};

export function fixtureIntegration(changes: Partial<IntegrationCounts> = {}): IntegrationCounts {
  const scenarios = Object.fromEntries(scenarioNames.map((name) => [name, ten])) as Record<
    ScenarioName,
    Tally
  >;
  return {
    event: 'thing.made',
    destination: 'thing',
    eventBytes: 1_000,
    alarms: 6,
    memoryMb: 512,
    scenarios: { ...scenarios, whole, duplicates: duplicate },
    ...changes,
  };
}

/** Three integrations of two destinations and two events. */
export const fixtureCounts: Counts = {
  countedOn: '2026-01-01',
  madeBy: 'npm run bench -- counts --write',
  assumedLatencyMs: { thirdParty: 300, dynamodb: 5, otherAws: 20 },
  stack: { alarms: 30, secrets: 2, polledQueues: 5, sandboxes: 10 },
  integrations: {
    'thing-made-to-thing': fixtureIntegration(),
    'thing-made-to-other': fixtureIntegration({ destination: 'other' }),
    'thing-lost-to-thing': fixtureIntegration({ event: 'thing.lost' }),
  },
};

/** The same of these. */
export const fixtureCountsOf = (integrations: readonly AnyIntegration[]): Counts => ({
  ...fixtureCounts,
  integrations: Object.fromEntries(
    integrations.map(({ name, event, operation }) => [
      name,
      fixtureIntegration({ event: event.type, destination: operation.destination.name }),
    ]),
  ),
});
