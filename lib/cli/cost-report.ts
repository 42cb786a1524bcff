/** What `interlock cost` says. */
import { assumptions } from '../cost/assumptions.ts';
import type { Counts, ScenarioName } from '../cost/counts.ts';
import { type EventCost, eventCost } from '../cost/event-cost.ts';
import { type FixedLine, integrationFixedCost, sharedFixedCost, sumOf } from '../cost/fixed-cost.ts';
import { prices, pricesAsOf, pricesRegion } from '../cost/prices.ts';
import { type PublicationCost, publicationCosts } from '../cost/publication-cost.ts';
import type { Environment } from '../environments.ts';
import type { Context } from './context.ts';
import { table, writeLine } from './shell/output.ts';

/** The scenarios that are told, by what they are called here. */
const told = {
  'batches of ten': 'ten',
  'one by one': 'one',
  'under a backlog': 'backlog',
  'retried once': 'retried',
  'throttled once': 'throttled',
  'second copy': 'duplicates',
} as const satisfies Readonly<Record<string, ScenarioName>>;
type Told = keyof typeof told;

interface IntegrationReport {
  readonly integration: string;
  /** Dollars for a million events. */
  readonly perMillion: Readonly<Record<Told, EventCost>>;
  readonly fixedPerMonth: readonly FixedLine[];
  /** Dollars for a month of batches of ten, with what is fixed. */
  readonly perMonth?: number;
}

export interface CostReport {
  readonly environment: string;
  readonly prices: { readonly asOf: string; readonly region: string };
  readonly counts: Pick<Counts, 'countedOn' | 'madeBy' | 'assumedLatencyMs'>;
  readonly eventsPerMonth?: number;
  readonly integrations: readonly IntegrationReport[];
  readonly publication: readonly PublicationCost[];
  readonly sharedPerMonth: readonly FixedLine[];
}

/** @param names of the integrations that are told of, all of them counted */
export function costReport(
  counts: Counts,
  environment: Environment,
  names: readonly string[],
  eventsPerMonth: number | undefined,
): CostReport {
  const { countedOn, madeBy, assumedLatencyMs } = counts;
  const integrations = names.flatMap((name): IntegrationReport[] => {
    const counted = counts.integrations[name];
    if (counted === undefined) return [];
    const of = (scenario: ScenarioName) => eventCost(counted, scenario, environment);
    const perMillion = Object.fromEntries(
      Object.entries(told).map(([title, scenario]) => [title, of(scenario)]),
    ) as Record<Told, EventCost>;
    const fixedPerMonth = integrationFixedCost(counted);
    const month = (events: number) => (of('ten').total * events) / 1_000_000 + sumOf(fixedPerMonth);
    return [
      {
        integration: name,
        perMillion,
        fixedPerMonth,
        ...(eventsPerMonth === undefined ? {} : { perMonth: month(eventsPerMonth) }),
      },
    ];
  });
  return {
    environment: environment.name,
    prices: { asOf: pricesAsOf, region: pricesRegion },
    counts: { countedOn, madeBy, assumedLatencyMs },
    ...(eventsPerMonth === undefined ? {} : { eventsPerMonth }),
    integrations,
    publication: publicationCosts(counts).filter((one) =>
      one.integrations.some((name) => names.includes(name)),
    ),
    sharedPerMonth: sharedFixedCost(counts),
  };
}

/** @param whole with every line of the bill, and how it comes about */
export function writeReport({ stdout }: Context, report: CostReport, whole: boolean): void {
  const { environment, integrations, publication, sharedPerMonth, eventsPerMonth } = report;
  const print = (text = '') => writeLine(stdout, text);
  print(`Dollars for a million delivered events in ${environment}, from the topic to the third party:\n`);
  const titles = ['batches of ten', 'one by one', 'under a backlog'] as const;
  const month = eventsPerMonth === undefined ? [] : [`${eventsPerMonth} events a month`];
  stdout.write(
    table([
      ['integration', ...titles, 'fixed a month', ...month, 'most of it'],
      ...integrations.map(({ integration, perMillion, fixedPerMonth, perMonth }) => [
        integration,
        ...titles.map((title) => dollars(perMillion[title].total)),
        dollars(sumOf(fixedPerMonth)),
        ...(perMonth === undefined ? [] : [dollars(perMonth)]),
        dominating(perMillion['batches of ten']),
      ]),
    ]),
  );
  if (whole) for (const one of integrations) writeWhole(stdout, one);
  print('\nTo publish, whoever subscribes:');
  for (const { event, integrations: to, single, batched } of publication) {
    print(
      `  ${event} (${to.length} here): ${dollars(single)} one by one, ${dollars(batched)} by PublishBatch`,
    );
  }
  print(`\nA month, shared by all: ${dollars(sumOf(sharedPerMonth))}`);
  stdout.write(table(sharedPerMonth.map(fixedRow)));
  writeBasis(print, report);
}

function writeWhole(stdout: Context['stdout'], { perMillion, fixedPerMonth }: IntegrationReport): void {
  for (const [title, { lines, total }] of Object.entries(perMillion)) {
    writeLine(stdout, `\n${title}: ${dollars(total)}`);
    stdout.write(
      table(
        lines.map(({ item, how, price, ...line }) => [
          `  ${item}`,
          dollars(line.dollars),
          `${how}; ${prices[price].dollars} ${prices[price].each}`,
        ]),
      ),
    );
  }
  writeLine(stdout, `\nA month, whether anything happens or not: ${dollars(sumOf(fixedPerMonth))}`);
  stdout.write(table(fixedPerMonth.map(fixedRow)));
}

function writeBasis(print: (text: string) => void, { counts, prices: { asOf, region } }: CostReport): void {
  const { thirdParty, dynamodb } = counts.assumedLatencyMs;
  print(
    `\nCounted on ${counts.countedOn} (${counts.madeBy}); list prices of ${region} as of ${asOf}, no free tier (docs/cost.md).`,
  );
  print(
    `Assumed: the third party answers in ${thirdParty} ms and DynamoDB in ${dynamodb} ms, ${assumptions.cpuMs} ms of CPU a delivery.`,
  );
}

const fixedRow = ({ item, how, dollars: amount }: FixedLine) => [`  ${item}`, dollars(amount), how];

const dollars = (amount: number) => amount.toFixed(2);

/** The two dearest lines. */
const dominating = ({ lines, total }: EventCost) =>
  lines
    .slice(0, 2)
    .map(({ item, dollars: amount }) => `${item} ${Math.round((amount / total) * 100)} %`)
    .join(', ');
