import { integrationsOf } from '../resources.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { writeJson, writeLine } from '../shell/output.ts';
import { isWell } from '../status/is-well.ts';
import { readStatus } from '../status/read-status.ts';
import { statusDocument } from '../status/status-document.ts';
import { writeStatus } from '../status/write-status.ts';
import { readUnconsumedQueues } from '../unconsumed-queues.ts';

/** What stands still, how much waits and for how long, and when it will be gone. Looks only. */
export const status = defineCommand({
  name: 'status',
  summary:
    'Whether each integration runs, what keeps it from that, how much waits, since when, and when it will be clear.',
  parameters: '[integration|destination]',
  arity: { least: 0, most: 1 },
  flags: { all: { type: 'boolean', about: 'idle integrations too, however many there are' } },
  examples: ['status', 'status customer-created-to-stripe --env prod --json'],
  run: async ({ flags, environment, positionals: [only] }, context) => {
    const { name } = environment;
    const all = context.integrations;
    const integrations = only === undefined ? all : integrationsOf(only, context);
    const clients = await context.clients(name);
    const [found, unconsumed] = await Promise.all([
      readStatus({ clients, environment, integrations, all, nowMs: context.now() }),
      readUnconsumedQueues(clients.sqs, name),
    ]);
    if (flags.json) writeJson(context, statusDocument(name, found, unconsumed));
    else writeStatus(found, { environment: name, unconsumed, all: flags.all }, context);
    if (found.agesUnknown !== undefined) {
      const why = (found.agesUnknown as Error).name;
      writeLine(context.stderr, `how long events wait is not known: CloudWatch did not say (${why})`);
    }
    const of = new Map(found.destinations.map((one) => [one.destination, one]));
    const isAllWell = found.integrations.every((one) => isWell(one, of.get(one.destination)));
    return isAllWell && unconsumed.every(({ count }) => count === 0) ? exitCodes.ok : exitCodes.found;
  },
});
