/**
 * `npm run simulate`: looks for a world in which a promise is broken, and for a known bug that is not noticed.
 *
 * --seeds N          how many random worlds, 10,000 unless said
 * --seed S           the first of them, 1 unless said
 * --nightly          a hundred times as many, third parties that are in trouble for three days, queues that are outgrown, and
 *                    the table of alarms
 * --story NAME [--fault INDEX=FAULT]   one story again
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { alarmTable } from './alarms/alarm-table.ts';
import type { Fault } from './fault-plan.ts';
import { faultsAt } from './fault-plan.ts';
import { lastingTrouble, troubles, whole } from './lasting-trouble.ts';
import { mutants } from './mutants/mutants.ts';
import { singlePlaces } from './mutants/single-places.ts';
import { outgrow, sixtyOneThousand, wrongIn } from './outgrown.ts';
import { hunt, huntSinglePlaces, sentenceOf } from './search/hunt.ts';
import { add, emptyReport, type Report } from './search/report.ts';
import { reproduce, shortened } from './search/reproduce.ts';
import { seedsDefault } from './search/seeds-default.ts';
import { work } from './search/work.ts';
import { allIntegrations, meetsEveryFault, stories, storyNamed } from './stories.ts';
import { play } from './story.ts';
import { swarmOf } from './swarm.ts';

const say = (text: string) => process.stdout.write(`${text}\n`);
const nightlyFactor = 100;
/** In a nightly run, each with other faults: none may ring an alarm. */
const honestDays = 20;

const options = {
  seeds: { type: 'string' },
  seed: { type: 'string' },
  nightly: { type: 'boolean' },
  story: { type: 'string' },
  fault: { type: 'string' },
  help: { type: 'boolean' },
} as const;

const usage = `Usage: npm run simulate -- [--seeds N] [--seed S] [--nightly] | --story NAME [--fault INDEX=FAULT]\n`;

async function main(): Promise<number> {
  let given: ReturnType<typeof parse>;
  try {
    given = parse();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${usage}`);
    return 2;
  }
  if (given.help) {
    process.stdout.write(usage);
    return 0;
  }
  const { seed, seeds, story, fault, nightly } = given;
  if (story !== undefined)
    return again(() => ({ story: storyNamed(story), plan: faultsAt(fault) }), `crash points of ${story}`);
  if (seeds === 1) return again(() => swarmOf(seed), seed);
  const broken = nightly ? await endure() : 0;
  return Math.max(broken, await search(seed, seeds, nightly));
}

function parse() {
  const { values } = parseArgs({ options });
  const wholeNumber = (name: 'seed' | 'seeds', otherwise: number) => {
    const text = values[name] ?? `${otherwise}`;
    if (!/^\d{1,9}$/.test(text)) throw new RangeError(`--${name} takes a whole number, got "${text}"`);
    return Number(text);
  };
  const { story, help = false, nightly = false } = values;
  if (story !== undefined) storyNamed(story);
  return {
    seed: wholeNumber('seed', 1),
    seeds: wholeNumber('seeds', seedsDefault) * (nightly ? nightlyFactor : 1),
    story,
    fault: faultIn(values.fault),
    help,
    nightly,
  };
}

/** Every third party in every trouble that lasts, and a queue that more comes into than goes out. */
async function endure(): Promise<number> {
  let broken = 0;
  const show = (name: string, violations: readonly string[]) => {
    say(`${violations.length === 0 ? '✓' : '✗'} ${name}`);
    for (const violation of violations.slice(0, 3)) say(`    ${violation.slice(0, 300)}`);
    if (violations.length > 0) broken = 1;
  };
  for (const order of [20, undefined]) {
    const outgrown = await outgrow({ ...sixtyOneThousand, orderedWithin: order });
    show(
      `${outgrown.published} events at twice the rate, received ${order === undefined ? 'in no order' : `from the oldest ${order}`}: ` +
        `${outgrown.delivered} delivered, ${outgrown.putAside} put aside`,
      wrongIn(outgrown),
    );
  }
  for (const destination of ['wallet', 'gazette', 'helpdesk']) {
    for (const trouble of troubles) {
      const story = lastingTrouble(destination, trouble, whole);
      const { violations } = await play(story, 1, undefined);
      show(story.name, violations);
    }
  }
  return broken;
}

async function again(tell: Parameters<typeof reproduce>[0], seed: string | number): Promise<number> {
  const { played, faults } = await reproduce(tell, seed);
  for (const line of shortened(played.evidence.world.trace)) say(line);
  say(`\nfaults: ${JSON.stringify(faults)}`);
  for (const violation of played.violations) say(`✗ ${violation}`);
  if (played.violations.length === 0) say('✓ no promise is broken');
  return played.violations.length === 0 ? 0 : 1;
}

async function search(seed: number, seeds: number, nightly: boolean): Promise<number> {
  const startedMs = performance.now();
  const shares = availableParallelism();
  const report = emptyReport();
  const parts = await Promise.all(
    Array.from({ length: shares }, (_, share) => work({ seed, seeds, share, shares })),
  );
  for (const part of parts) add(report, part);
  const seconds = () => ((performance.now() - startedMs) / 1_000).toFixed(0);
  const worldsSeconds = seconds();
  tell(report);
  await show(report);
  const survivors = await hunt(shares);
  const unnoticed = await huntSinglePlaces(shares);
  const known = mutants.length + singlePlaces.length;
  say(`mutants killed        ${known - survivors.length - unnoticed.length} of ${known}`);
  for (const sentence of [...survivors.map(sentenceOf), ...unnoticed]) say(`✗ ${sentence}`);
  const alarms = nightly ? await alarmTable(allIntegrations, honestDays) : { lines: [], wrong: 0 };
  for (const line of alarms.lines) say(line);
  say(`in ${seconds()} s on ${shares} cores, ${worldsSeconds} of them for the worlds`);
  return report.findings.length + survivors.length + unnoticed.length + alarms.wrong === 0 ? 0 : 1;
}

/** The first violation as it happened, with as few faults as bring it back. */
async function show({ findings }: Report): Promise<void> {
  const [first] = findings;
  if (first === undefined) return;
  const { values } = parseArgs({ options, args: argumentsIn(first.repro) });
  say('');
  if (values.story === undefined) await again(() => swarmOf(Number(values.seed)), Number(values.seed));
  else {
    const { story, fault } = values;
    await again(
      () => ({ story: storyNamed(story), plan: faultsAt(faultIn(fault)) }),
      `crash points of ${story}`,
    );
  }
}

/** As a shell reads them: what stands in quotes is one. */
const argumentsIn = (line: string) =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

function faultIn(text = ''): Readonly<Record<number, Fault>> {
  const [index = '', kind = ''] = text.split('=');
  return kind === '' ? {} : { [Number(index)]: kind as Fault };
}

function tell(report: Report): void {
  const { findings, faults } = report;
  say(`seeds                 ${report.seeds}, ${report.repeated} of them twice with the same trace`);
  say(
    `crash points          ${report.crashPoints} of ${report.crashPoints} in ${stories.filter(meetsEveryFault).length} of ${stories.length} stories`,
  );
  say(
    `simulated             ${(report.virtualMs / 3_600_000).toFixed(0)} hours, ${report.deliveries} effects at third parties`,
  );
  const struck = Object.entries(faults).sort(([, a], [, b]) => b - a);
  say(`faults                ${struck.map(([fault, times]) => `${fault} ${times}`).join(', ')}`);
  say(`violations            ${findings.length}`);
  for (const { repro, violations } of findings.slice(0, 20)) {
    say(`✗ npm run simulate -- ${repro}`);
    for (const violation of violations.slice(0, 3)) say(`    ${violation.slice(0, 300)}`);
  }
}

process.exitCode = await main().catch((error: unknown) => {
  // A fault that the call with this number cannot meet, most likely.
  process.stderr.write(`${error instanceof RangeError ? error.message : (error as Error).stack}\n`);
  return error instanceof RangeError ? 2 : 1;
});
