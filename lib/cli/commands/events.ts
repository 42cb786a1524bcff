import type { EventContract } from '../../../functions/core/declare/event.ts';
import { takes } from '../../../functions/core/declare/versions.ts';
import { exampleEvent, titleOf } from '../../contract/catalogue/event-schemas.ts';
import { fieldList, type ListedField } from '../../contract/catalogue/field-list.ts';
import type { Context } from '../context.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { UsageError } from '../shell/errors.ts';
import { table, writeJson, writeLine } from '../shell/output.ts';
import { suggestion } from '../shell/suggestion.ts';

/** The events there are, for whoever publishes or maps one. From the contracts alone: nothing is called. */
export const events = defineCommand({
  name: 'events',
  summary: 'The event types there are, or the fields of one with an example. Calls nothing.',
  parameters: '[type]',
  arity: { least: 0, most: 1 },
  flags: {},
  examples: ['events', 'events customer.created', 'events customer.created --json'],
  run: async ({ flags, positionals: [type] }, context) => {
    if (type === undefined) {
      const rows = context.events.map((event) => overview(event, context));
      if (flags.json) writeJson(context, { events: rows });
      else if (rows.length === 0)
        writeLine(context.stdout, 'there are none: npm run interlock -- new event <type> --example <file>');
      else
        context.stdout.write(
          table([
            ['type', 'fields', 'personal', 'taken by'],
            ...rows.map((row) => [
              row.name,
              `${row.fields}`,
              `${row.personal.length}`,
              row.takenBy.join(', '),
            ]),
          ]),
        );
      return exitCodes.ok;
    }
    const found = context.events.filter((one) => one.type === type);
    if (found.length === 0) {
      const types = [...new Set(context.events.map((one) => one.type))];
      throw new UsageError(
        `there is no event type "${type}"${suggestion(type, types)}: ${types.join(', ') || 'none'}`,
      );
    }
    const shown = found.map((event) => ({
      ...overview(event, context),
      fields: fieldList(event, context.events),
      example: exampleEvent(event),
    }));
    if (flags.json) writeJson(context, shown.length === 1 ? shown[0] : { versions: shown });
    else for (const one of shown) writeOne(one, context);
    return exitCodes.ok;
  },
});

const overview = (event: EventContract, { events: all, integrations }: Context) => ({
  type: event.type,
  /** With its version, where there are several. */
  name: titleOf(event, all),
  fields: fieldList(event, all).length,
  personal: event.personal,
  takenBy: integrations.filter((one) => takes(one.event, event)).map(({ name }) => name),
});

interface Shown extends Omit<ReturnType<typeof overview>, 'fields'> {
  readonly fields: readonly ListedField[];
  readonly example: object;
}

function writeOne({ type, name, takenBy, fields, example }: Shown, context: Context): void {
  const say = (line: string) => writeLine(context.stdout, line);
  say(`${name}: ${takenBy.length === 0 ? 'no integration takes it' : `taken by ${takenBy.join(', ')}`}`);
  say('');
  context.stdout.write(
    table([
      ['field', 'type', 'required', 'personal'],
      ...fields.map(({ path, type: kind, isRequired, isPersonal }) => [
        path,
        kind,
        isRequired ? 'yes' : '',
        isPersonal ? 'yes' : '',
      ]),
    ]),
  );
  say('');
  say(JSON.stringify(example, null, 2));
  say('');
  say(`npm run interlock -- send ${type} publishes ${name === type ? 'this' : 'the newest'} example.`);
}
