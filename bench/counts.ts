/** What deliveries call and write, counted; and what one sandbox and one limiter can carry. */
import { writeFile } from 'node:fs/promises';
import { contractOf } from '../functions/core/declare/account-of.ts';
import { integrations as declared } from '../functions/integrations/index.ts';
import { table } from '../lib/cli/shell/output.ts';
import { assumptions } from '../lib/cost/assumptions.ts';
import { type Counts, countsFile, scenarioNames, type Tally } from '../lib/cost/counts.ts';
import { environments } from '../lib/environments.ts';
import { inEnvironment } from '../lib/settled.ts';
import { cpuMsOfDelivery } from './counts/carried.ts';
import { countAll } from './counts/count-all.ts';
import { repository } from './counts/home.ts';

/**
 * What one partition takes, and so one item: the account's, of which each write is one unit.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
 */
const writesPerSecondMax = 1_000;

/** Nobody answers the others here. */
const integrations = inEnvironment(environments.prod, declared).integrations.filter(({ operation }) =>
  repository.standIns.some(({ name }) => name === contractOf(operation.destination)),
);

/** @param args `--write` keeps the counts for `interlock cost` */
export async function counts(args: readonly string[]): Promise<string> {
  const counted = await countAll(new Date().toISOString().slice(0, 10), integrations);
  if (args.includes('--write')) await writeFile(countsFile, `${JSON.stringify(counted, null, 2)}\n`);
  return [
    'For one event, in the settings of prod:',
    callsOf(counted),
    'Batches of ten in a warm sandbox that waits for nobody:',
    await carriedBySandboxes(counted),
    "What one limiter's item takes, failed guesses included, in the midst of a backlog and where one begins:",
    carriedByLimiters(counted),
  ].join('\n');
}

function callsOf({ integrations: counted }: Counts): string {
  const rows = Object.entries(counted).flatMap(([name, { scenarios }]) =>
    scenarioNames.map((scenario) => [name, scenario, ...callsRow(scenarios[scenario])]),
  );
  const calls = ['takes', 'put-downs', 'limiter', 'units', 'reads', 'secrets', 'SQS', 'requests'];
  return table([['integration', 'scenario', ...calls, 'attempt B', 'metrics B', 'other B'], ...rows]);
}

function callsRow(tally: Tally): string[] {
  const { takes, putDowns, limiterWrites, writeUnits, reads, secretReads, requests } = tally;
  const calls = [takes, putDowns, limiterWrites, writeUnits, reads, secretReads];
  const sqs = tally.visibilityChanges + tally.sends;
  const logged = [tally.attemptLines, tally.metricLines, tally.otherLines].map(({ bytes }) => bytes);
  const each = (count: number) => Number((count / tally.events).toPrecision(3)).toString();
  return [...calls, sqs, requests, ...logged].map(each);
}

async function carriedBySandboxes({ integrations: counted }: Counts): Promise<string> {
  const rows: string[][] = [];
  for (const integration of integrations) {
    const cpuMs = await cpuMsOfDelivery(integration);
    const memoryMb = counted[integration.name]?.memoryMb ?? Number.NaN;
    const perSecond = 1_000 / cpuMs;
    rows.push([
      integration.name,
      cpuMs.toFixed(2),
      perSecond.toFixed(0),
      `${((perSecond * memoryMb) / assumptions.memoryMbOfOneCore).toFixed(0)} (${memoryMb} MB)`,
    ]);
  }
  return table([['integration', 'ms of CPU', 'messages/s of a core', 'messages/s on Lambda'], ...rows]);
}

function carriedByLimiters({ integrations: counted }: Counts): string {
  const rows = Object.entries(counted).flatMap(([name, { scenarios }]) =>
    (['backlog', 'onset'] as const).map((scenario) => {
      const { limiterWrites, invocations, events } = scenarios[scenario];
      const batches = (writesPerSecondMax * invocations) / limiterWrites;
      const messages = (batches * events) / invocations;
      const writes = (limiterWrites / invocations).toFixed(2);
      return [name, scenario, writes, batches.toFixed(0), messages.toFixed(0)];
    }),
  );
  return table([['integration', 'scenario', 'writes a batch', 'batches/s', 'messages/s'], ...rows]);
}
