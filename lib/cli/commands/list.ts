import { typesTaken } from '../../../functions/core/declare/versions.ts';
import { integrationName } from '../../names.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { table, writeJson } from '../shell/output.ts';

/** Says what there is, from the code alone: nothing is called. */
export const list = defineCommand({
  name: 'list',
  summary: 'The integrations: event, destination, operation, how it may be repeated, queue.',
  flags: {},
  examples: ['list', 'list --env prod --json'],
  run: async ({ flags, environment }, context) => {
    const rows = context.integrations.map(({ name, event, operation }) => ({
      integration: name,
      event: typesTaken(event).join(', '),
      destination: operation.destination.name,
      operation: operation.name,
      repeat: operation.repeat.by,
      queue: integrationName(environment.name, name),
    }));
    if (flags.json) writeJson(context, { environment: environment.name, integrations: rows });
    else context.stdout.write(table([columns, ...rows.map((row) => columns.map((column) => row[column]))]));
    return exitCodes.ok;
  },
});

const columns = ['integration', 'event', 'destination', 'operation', 'repeat', 'queue'] as const;
