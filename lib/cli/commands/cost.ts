import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { environments } from '../../environments.ts';
import { costReport } from '../cost/cost-report.ts';
import { writeCostReport } from '../cost/write-cost-report.ts';
import { findIntegration } from '../resources.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { CommandError, UsageError } from '../shell/errors.ts';
import { wholeNumber } from '../shell/flags.ts';
import { writeJson, writeLine } from '../shell/output.ts';

/** A billion: more than any of the third parties would take in a month. */
const eventsMax = 1_000_000_000;

/** Works out what events cost, from what was counted and list prices: nothing is called. */
export const cost = defineCommand({
  name: 'cost',
  summary: 'What a million delivered events cost, from counted calls and list prices; of prod unless said.',
  parameters: '[integration]',
  arity: { least: 0, most: 1 },
  flags: {
    'events-per-month': {
      type: 'string',
      value: '<n>',
      about: 'delivered events of each integration: adds what a month costs',
    },
  },
  examples: ['cost', 'cost customer-created-to-stripe --events-per-month 2000000'],
  run: async ({ flags, positionals: [name] }, context) => {
    // As for all commands, but for what it is asked about: nobody pays for `local`.
    const environment = environments[environmentOf(flags.env)];
    const eventsPerMonth =
      flags['events-per-month'] === undefined
        ? undefined
        : wholeNumber('events-per-month', flags['events-per-month'], 1, eventsMax);
    const counts = context.counts();
    const chosen = name === undefined ? context.integrations : [findIntegration(name, context)];
    const isCounted = (one: AnyIntegration) => counts.integrations[one.name] !== undefined;
    const uncounted = chosen.filter((one) => !isCounted(one)).map((one) => one.name);
    const missing = `not counted yet: ${uncounted.join(', ')}: ${counts.madeBy}`;
    if (uncounted.length === chosen.length) throw new CommandError(missing);
    if (uncounted.length > 0) writeLine(context.stderr, missing);
    const names = chosen.filter(isCounted).map((one) => one.name);
    const report = costReport(counts, environment, names, eventsPerMonth);
    if (flags.json) writeJson(context, report);
    else writeCostReport(context, report, name !== undefined);
    return exitCodes.ok;
  },
});

function environmentOf(name = 'prod') {
  if (name === 'dev' || name === 'staging' || name === 'prod') return name;
  throw new UsageError('the local environment costs nothing: --env dev, staging or prod');
}
