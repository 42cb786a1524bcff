import type { EventContract } from '../../../functions/core/declare/event.ts';
import { takes } from '../../../functions/core/declare/versions.ts';
import { exampleEvent, titleOf } from '../../contract/catalogue/event-schemas.ts';
import { fieldList } from '../../contract/catalogue/field-list.ts';
import type { Context } from '../context.ts';
import { contractCalled } from '../send/contract-called.ts';
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
  flags: {
    version: { type: 'string', value: '<name>', about: 'of the type; the newest unless given' },
  },
  examples: ['events', 'events customer.created', 'events customer.created --json'],
  run: async ({ flags, positionals: [type] }, context) => {
    if (type === undefined) {
      const rows = context.events.map((event) => overview(event, context));
      if (flags.json) writeJson(context, { events: rows.map(({ title: _, ...row }) => row) });
      else if (rows.length === 0)
        writeLine(context.stdout, 'there are none: npm run interlock -- new event <type> --example <file>');
      else
        context.stdout.write(
          table([
            ['type', 'fields', 'personal', 'taken by'],
            ...rows.map((row) => [
              row.title,
              `${row.fields}`,
              `${row.personal.length}`,
              row.takenBy.join(', '),
            ]),
          ]),
        );
      return exitCodes.ok;
    }
    const event = contractCalled(type, flags.version, context.events);
    if (event === undefined) {
      const types = [...new Set(context.events.map((one) => one.type))];
      throw new UsageError(`there is no event type "${type}"${suggestion(type, types)}: ${types.join(', ')}`);
    }
    const fields = fieldList(event);
    const example = exampleEvent(event);
    if (flags.json) {
      const { title: _, ...about } = overview(event, context);
      writeJson(context, { ...about, fields, example });
    } else writeOne(event, fields, example, context);
    return exitCodes.ok;
  },
});

const overview = (event: EventContract, { events, integrations }: Context) => ({
  type: event.type,
  ...(event.version !== undefined && { version: event.version }),
  title: titleOf(event, events),
  fields: fieldList(event).length,
  personal: event.personal,
  takenBy: integrations.filter((one) => takes(one.event, event)).map(({ name }) => name),
});

function writeOne(
  event: EventContract,
  fields: ReturnType<typeof fieldList>,
  example: object,
  context: Context,
): void {
  const { takenBy, title, version } = overview(event, context);
  const say = (line: string) => writeLine(context.stdout, line);
  say(`${title}: ${takenBy.length === 0 ? 'no integration takes it' : `taken by ${takenBy.join(', ')}`}`);
  say('');
  context.stdout.write(
    table([
      ['field', 'type', 'required', 'personal'],
      ...fields.map(({ path, type, isRequired, isPersonal }) => [
        path,
        type,
        isRequired ? 'yes' : '',
        isPersonal ? 'yes' : '',
      ]),
    ]),
  );
  say('');
  say(JSON.stringify(example, null, 2));
  say('');
  say(
    `npm run interlock -- send ${event.type}${version === undefined ? '' : ` --version ${version}`} publishes this example.`,
  );
}
