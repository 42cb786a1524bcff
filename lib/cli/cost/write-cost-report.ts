/** How `interlock cost` says it. */
import { assumptions } from '../../cost/assumptions.ts';
import type { EventCost } from '../../cost/event-cost.ts';
import { type FixedLine, sumOf } from '../../cost/fixed-cost.ts';
import { prices } from '../../cost/prices.ts';
import type { Context } from '../context.ts';
import { table, writeLine } from '../shell/output.ts';
import type { CostReport, IntegrationReport } from './cost-report.ts';

/** @param whole with every line of the bill, and how it comes about */
export function writeCostReport({ stdout }: Context, report: CostReport, whole: boolean): void {
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
  writeOtherwise(print, report);
  if (whole) for (const one of integrations) writeWhole(stdout, one);
  print('\nTo publish, whoever subscribes:');
  for (const { event, integrations: to, single, batched } of publication) {
    print(
      `  ${event} (${to.length} here): ${dollars(single)} one by one, ${dollars(batched)} by PublishBatch`,
    );
  }
  print(`\nA month, shared by all: ${dollars(sumOf(sharedPerMonth))}`);
  stdout.write(table(sharedPerMonth.map(fixedRow)));
  print(`\nA day, while a destination stands still: ${dollars(report.looksPerDay)} for a look a minute`);
  writeBasis(print, report);
}

/** The largest choice there is, whichever was made. */
function writeOtherwise(print: (text: string) => void, { ledger, integrations }: CostReport): void {
  const way =
    ledger === 'on demand'
      ? `With ledgerWrites (lib/environments.ts), ${assumptions.capacityUsed * 100} % used`
      : 'On demand, without ledgerWrites (lib/environments.ts)';
  print(`\n${way}, batches of ten: ${integrations.map(({ otherwise }) => dollars(otherwise)).join(', ')}`);
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
