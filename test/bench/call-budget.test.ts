import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { countAll } from '../../bench/counts/count-all.ts';
import { type Counts, readCounts, type ScenarioName, type Tally } from '../../lib/cost/counts.ts';
import { listedIntegrations as every } from '../fixtures/listed-integrations.ts';
import { shopIntegrations as integrations, shopRoot, shopStandIns } from '../fixtures/shop/index.ts';

/** One of each kind of `repeat`. */
const known = integrations.slice(0, 3);
let counted: Counts;

beforeAll(async () => {
  // Counting writes Lambda's variables into the environment, and leaves them there.
  for (const name of ['TZ', '_X_AMZN_TRACE_ID']) vi.stubEnv(name, process.env[name]);
  counted = await countAll('2026-11-24', known, { standIns: shopStandIns, root: shopRoot });
  // Some ten seconds of CPU, and other tests run beside it.
}, 120_000);
afterAll(() => vi.unstubAllEnvs());

/** What has grown past its line, in words. */
function beyond(scenario: ScenarioName, what: string, most: number, of: (tally: Tally) => number): string[] {
  return known.flatMap(({ name }) => {
    const tally = counted.integrations[name]?.scenarios[scenario];
    const found = tally === undefined ? Number.NaN : of(tally);
    return found <= most ? [] : [`${name}, ${scenario}: ${found} ${what}, at most ${most}`];
  });
}

const writes = ({ takes, putDowns, limiterWrites, otherWrites }: Tally) =>
  takes + putDowns + limiterWrites + otherWrites;
const bytes = ({ attemptLines, metricLines, otherLines }: Tally) =>
  attemptLines.bytes + metricLines.bytes + otherLines.bytes;

describe('an event on the straight way, ten in a batch of a warm sandbox', () => {
  it('costs two writes and a tenth of one', () => {
    expect(beyond('ten', 'writes an event', 2.1, (tally) => writes(tally) / tally.events)).toEqual([]);
  });

  it('fits each write into one unit', () => {
    expect(beyond('ten', 'units an event', 2.1, (tally) => tally.writeUnits / tally.events)).toEqual([]);
    expect(beyond('retried', 'bytes of an item', 1_024, (tally) => tally.itemBytesMax)).toEqual([]);
  });

  it('asks for its permit in one write with the nine others', () => {
    expect(beyond('ten', 'limiter writes a batch', 1, (tally) => tally.limiterWrites)).toEqual([]);
  });

  it('reads nothing: neither the ledger nor the account nor the secret', () => {
    expect(beyond('ten', 'reads', 0, (tally) => tally.reads)).toEqual([]);
    expect(beyond('ten', 'reads of the secret', 0, (tally) => tally.secretReads)).toEqual([]);
  });

  it('calls nothing of SQS itself', () => {
    const calls = ({ sends, visibilityChanges }: Tally) => sends + visibilityChanges;
    expect(beyond('ten', 'calls of SQS', 0, calls)).toEqual([]);
  });

  it('writes less than a kilobyte of log without bodies', () => {
    expect(beyond('ten', 'bytes of log an event', 960, (tally) => bytes(tally) / tally.events)).toEqual([]);
    expect(beyond('one', 'bytes of the attempt', 890, (tally) => tally.attemptLines.bytes)).toEqual([]);
  });
});

describe('an event beside the straight way', () => {
  it('costs three writes when it comes alone', () => {
    expect(beyond('one', 'writes', 3, writes)).toEqual([]);
  });

  it('costs one read of the secret for the whole first batch of a sandbox', () => {
    expect(beyond('cold', 'reads of the secret', 1, (tally) => tally.secretReads)).toEqual([]);
    expect(beyond('cold', 'reads', 0, (tally) => tally.reads)).toEqual([]);
  });

  it('costs one write and nothing else when it was delivered before', () => {
    expect(beyond('duplicates', 'writes an event', 1, (tally) => writes(tally) / tally.events)).toEqual([]);
    expect(beyond('duplicates', 'requests', 0, (tally) => tally.requests)).toEqual([]);
  });

  it('asks for no permit as the second of two in a batch', () => {
    expect(beyond('twice', 'limiter writes a batch', 1, (tally) => tally.limiterWrites)).toEqual([]);
  });

  it('costs a tenth of a read at most when a backlog waits for the limit', () => {
    expect(beyond('backlog', 'reads an event', 0.1, (tally) => tally.reads / tally.events)).toEqual([]);
  });

  it('costs no more writes in the midst of a backlog than on the straight way: no sandbox guesses wrong there', () => {
    expect(beyond('backlog', 'writes an event', 2.1, (tally) => writes(tally) / tally.events)).toEqual([]);
  });

  it('costs each sandbox four limiter writes and a read at most where a backlog begins: those guess wrong that come second', () => {
    expect(beyond('onset', 'limiter writes', 4, (tally) => tally.limiterWrites / tally.invocations)).toEqual(
      [],
    );
    expect(beyond('onset', 'reads', 1, (tally) => tally.reads / tally.invocations)).toEqual([]);
  });
});

describe('what interlock cost works with', () => {
  it('is what is counted today; if not: npm run bench -- counts --write', async () => {
    // A new integration breaks no build: it is counted when somebody asks what it costs.
    const { countedOn, integrations } = readCounts();
    const listed = every.filter(({ name }) => integrations[name] !== undefined);
    expect(readCounts()).toEqual(await countAll(countedOn, listed));
  });
});
