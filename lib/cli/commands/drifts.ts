import { describeDifference } from '../../../functions/core/contract/lock/describe-difference.ts';
import { contractWatchSource } from '../../build/function-sources.ts';
import { logGroupName } from '../../names.ts';
import type { Context } from '../context.ts';
import { type DriftLine, differencesIn, readDrift } from '../logs/drift-line.ts';
import { type LogLine, readLogLines } from '../logs/log-lines.ts';
import { findDestination } from '../resources.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { parseDuration } from '../shell/duration.ts';
import { painter, printable, writeLine } from '../shell/output.ts';

/** As long as the same drift is told once. */
const sinceDefault = '28d';

/** What deliveries and the daily look found: where a third party answers otherwise than its recorded contract says. */
export const drifts = defineCommand({
  name: 'drifts',
  summary:
    'Where third parties no longer keep their recorded contracts, as deliveries and the daily look saw it.',
  parameters: '[destination]',
  arity: { least: 0, most: 1 },
  flags: {
    since: { type: 'string', value: '<duration>', about: `how far back; ${sinceDefault} unless given` },
  },
  examples: ['drifts --env prod', 'drifts stripe --env prod --since 2d'],
  run: async ({ flags, environment, positionals: [name] }, context) => {
    if (name !== undefined) findDestination(name, context);
    const { logs } = await context.clients(environment.name);
    const functions = [...context.integrations, contractWatchSource].map((one) => one.name);
    const lines = await readLogLines(
      logs,
      {
        logGroups: functions.map((one) => logGroupName(environment.name, one)),
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
        pattern: '{ $.message = "contract.*" }',
        fromMs: context.now() - parseDuration('since', flags.since ?? sinceDefault),
        signal: context.signal,
      },
      readDrift,
    );
    const shown = lines.filter(({ value }) => name === undefined || value.destination === name);
    for (const line of shown) show(line, flags.json, context);
    if (shown.length === 0) writeLine(context.stderr, 'no drift found (responses are sampled)');
    return shown.some(({ value }) => value.message === 'contract.drifted') ? exitCodes.found : exitCodes.ok;
  },
});

function show({ timeMs, text, value }: LogLine<DriftLine>, json: boolean, context: Context): void {
  if (json) {
    writeLine(context.stdout, text);
    return;
  }
  const paint = painter(context);
  const { message, destination, operation, reason } = value;
  const start = `${new Date(timeMs).toISOString()}  ${printable(destination)}`;
  const label = paint(message === 'contract.drifted' ? 'red' : 'yellow', labels[message]);
  for (const difference of differencesIn(value)) {
    writeLine(context.stdout, `${start}  ${label}  ${printable(describeDifference(difference))}`);
  }
  if (reason !== undefined) {
    const about = operation === undefined ? '' : `${printable(operation)}: `;
    writeLine(context.stdout, `${start}  ${label}  ${about}${printable(reason)}`);
  }
}

const labels: Readonly<Record<DriftLine['message'], string>> = {
  'contract.drifted': 'breaking',
  'contract.grew': 'additive',
  'contract.unchecked': 'unchecked',
  'contract.unproven': 'unproven',
  'contract.unknown': 'unknown',
  'contract.not-compared': 'not compared',
};
