/** Cold starts, CPU and memory of an integration's built handler, and of others that do less, in one run. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { assumptions } from '../../lib/cost/assumptions.ts';
import customerCreatedToWallet from '../../test/fixtures/shop/functions/integrations/customer-created-to-wallet/integration.ts';
import { honestAnswer } from '../contract-subject.ts';
import byToken from '../token/integration.ts';
import { writeBatches } from './batches-file.ts';
import { createCoreShare } from './core-share.ts';
import { type Batches, oneStart, type Sandbox, type Start } from './one-start.ts';
import { startOutside } from './outside.ts';
import { type Measured, machine, ratio, report } from './report.ts';
import { createSubjects } from './subjects.ts';

interface Extent extends Batches {
  readonly starts: number;
}

/** A hundred batches let the compiler see the hot code; a hundred more say what a batch costs, to a few percent. */
const full: Extent = { starts: 31, warmUp: 100, measured: 100 };
/** Enough to see a factor. */
const smoke: Extent = { starts: 5, warmUp: 20, measured: 20 };

/** The workers' (lib/stack/integration-construct.ts): where nothing else is asked for, it bounds the heap and nothing more. */
const workerMemoryMb = 512;

/**
 * Prints the tables; with `--smoke`, a few starts only, and rejects where a line is crossed; with `--memory <MB>`, with
 * the share of a core that such a function has, from the moment when the handler can be called.
 */
export async function start(args: readonly string[]): Promise<string> {
  const isSmoke = args.includes('--smoke');
  const extent = { ...(isSmoke ? smoke : full), ...startsIn(args) };
  const memoryMb = memoryIn(args);
  const share = memoryMb === undefined ? undefined : createCoreShare(memoryMb);
  const outDir = await mkdtemp(join(tmpdir(), 'interlock-bench-'));
  const answer = honestAnswer(customerCreatedToWallet);
  const outside = await startOutside(answer, outDir, byToken.operation.destination);
  try {
    const subjects = await createSubjects(customerCreatedToWallet, outside, outDir);
    const file = await writeBatches(join(outDir, 'batches'), 1 + extent.warmUp + extent.measured);
    const results = subjects.map((subject) => ({ subject, starts: [] as Start[] }));
    const core = oneCore();
    const sandbox: Sandbox = {
      prefix: core,
      memoryMb: memoryMb ?? workerMemoryMb,
      ...(share === undefined ? {} : { processesFile: share.processesFile }),
    };
    const about = `${extent.starts} starts each in random order, ${1 + extent.warmUp + extent.measured} batches of ten in each; median (10th to 90th of a hundred), against the first.`;
    const held = share === undefined ? '' : `; after init with the share of a core of ${memoryMb} MB`;
    const how = `${about}\n${machine(core.length > 0)}${held}`;
    for (let round = 0; round < extent.starts; round += 1) {
      for (const { subject, starts } of shuffled(results)) {
        starts.push(await oneStart(subject, outside, file, extent, sandbox));
      }
    }
    const told = report(results, how);
    const crossed = isSmoke ? linesCrossed(results) : [];
    if (crossed.length > 0) throw new Error([told, '', ...crossed].join('\n'));
    return told;
  } finally {
    outside.stop();
    await share?.remove();
    await rm(outDir, { recursive: true, force: true });
  }
}

function startsIn(args: readonly string[]): { starts?: number } {
  const starts = Number(args.find((arg, n) => /^\d+$/.test(arg) && args[n - 1] !== '--memory'));
  return starts > 0 ? { starts } : {};
}

/** Throws `RangeError` when it is none that Lambda has. */
function memoryIn(args: readonly string[]): number | undefined {
  const at = args.indexOf('--memory');
  if (at === -1) return undefined;
  const memoryMb = Number(args[at + 1]);
  // Up to a whole core: what is beyond it is another core.
  if (memoryMb >= 128 && memoryMb <= assumptions.memoryMbOfOneCore) return memoryMb;
  throw new RangeError(`--memory takes 128 to ${assumptions.memoryMbOfOneCore} (MB)`);
}

/** The last core, where this process, which answers for AWS, is least likely to be; nothing where that cannot be asked for. */
function oneCore(): readonly string[] {
  const prefix = ['taskset', '--cpu-list', `${availableParallelism() - 1}`];
  const [command = '', ...args] = prefix;
  const isPossible = availableParallelism() > 1 && spawnSync(command, [...args, 'true']).status === 0;
  return isPossible ? prefix : [];
}

const shuffled = <T>(values: readonly T[]): T[] =>
  values
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);

/** Generous, for a machine that others use too: what crosses one of them is slower by a factor, not by a mood. */
const lines = [
  { what: 'init', against: 'bare-https', most: 2.5, of: ({ initCpuMs }: Start) => initCpuMs },
  { what: 'cold start', against: 'bare-https', most: 4, of: ({ coldCpuMs }: Start) => coldCpuMs },
  { what: 'CPU a message', against: 'powertools', most: 1.3, of: ({ warmCpuMs }: Start) => warmCpuMs },
];

const linesCrossed = (results: readonly Measured[]): readonly string[] =>
  lines.flatMap(({ what, against, most, of }) => {
    const times = ratio(results, 'interlock', against, of);
    return times > most
      ? [`${what} is ${times.toFixed(2)} times that of ${against}, at most ${most} is allowed`]
      : [];
  });
