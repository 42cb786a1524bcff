import { inEachVersion } from '../../../functions/core/declare/versions.ts';
import type { Context } from '../context.ts';
import { lineageRows, personalRows } from '../mapping/lineage-rows.ts';
import { markdownTable } from '../mapping/markdown-table.ts';
import { wayOf } from '../mapping/way-of.ts';
import { findIntegration } from '../resources.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { UsageError } from '../shell/errors.ts';
import { readText } from '../shell/input.ts';
import { table, writeJson, writeLine } from '../shell/output.ts';

/** Says where every field comes from, from the code alone: nothing is called. */
export const mapping = defineCommand({
  name: 'mapping',
  summary: 'Where each field of an integration comes from, and why the rest is not read. Calls nothing.',
  parameters: '[integration]',
  arity: { least: 0, most: 1 },
  flags: {
    personal: {
      type: 'boolean',
      about: 'where each personal field goes; without a name, over all integrations',
    },
    event: { type: 'string', value: '<file>|-', about: "one event's way through it" },
    markdown: { type: 'boolean', about: 'as tables of Markdown, to sign off' },
  },
  examples: [
    'mapping customer-created-to-stripe',
    'mapping --personal --markdown',
    'mapping customer-created-to-stripe --event event.json',
  ],
  run: async ({ flags, environment, positionals: [name] }, context) => {
    const write = writerOf(flags, context);
    if (flags.personal) {
      if (flags.event !== undefined) throw new UsageError('--personal or --event, not both');
      const rows = personalRows(name === undefined ? context.integrations : [findIntegration(name, context)]);
      write('personal', personalColumns, rows, ({ target, ...row }) => ({
        ...row,
        target: target ?? 'not sent',
      }));
      return exitCodes.ok;
    }
    if (name === undefined) throw new UsageError('mapping needs the name of an integration, or --personal');
    const integration = findIntegration(name, context);
    if (flags.event !== undefined) {
      const fields = wayOf(integration, await readText(flags.event, context), environment.settings);
      write('fields', wayColumns, fields, (row) => row);
      return exitCodes.ok;
    }
    const [newest, ...older] = inEachVersion(integration).map((one) => ({
      ...(one.event.version !== undefined && { version: one.event.version }),
      type: one.event.type,
      fields: lineageRows(one),
      unread: Object.entries(one.map.unread).map(([path, reason]) => ({ path, reason })),
    }));
    if (newest === undefined) return exitCodes.ok;
    if (flags.json) {
      const { fields, unread } = newest;
      writeJson(context, {
        integration: name,
        ...(older.length > 0 ? { ...newest, older } : { fields, unread }),
      });
      return exitCodes.ok;
    }
    for (const { type, version, fields, unread } of [newest, ...older]) {
      if (older.length > 0)
        writeLine(context.stdout, `${type}${version === undefined ? '' : `, version ${version}`}\n`);
      write('fields', fieldColumns, fields, ({ target, sources, how, absent, when }) => ({
        target,
        from: sources.join(', '),
        how,
        'without it': absent === '' && sources.length > 0 ? 'refused' : absent,
        when: when.join(', '),
      }));
      writeLine(context.stdout, '');
      write('unread', unreadColumns, unread, (row) => ({ 'not read': row.path, why: row.reason }));
      if (older.length > 0) writeLine(context.stdout, '');
    }
    return exitCodes.ok;
  },
});

const fieldColumns = ['target', 'from', 'how', 'without it', 'when'] as const;
const unreadColumns = ['not read', 'why'] as const;
const personalColumns = ['integration', 'destination', 'field', 'target', 'how'] as const;
const wayColumns = ['target', 'from', 'how', 'made'] as const;

/** Writes rows as JSON, Markdown, or a table. */
function writerOf(flags: { json?: boolean; markdown?: boolean }, context: Context) {
  return <Row, Column extends string>(
    name: string,
    columns: readonly Column[],
    rows: readonly Row[],
    cellsOf: (row: Row) => Readonly<Record<Column, string>>,
  ) => {
    const cells = () => rows.map((row) => columns.map((column) => cellsOf(row)[column]));
    if (flags.json) writeJson(context, { [name]: rows });
    else
      context.stdout.write(flags.markdown ? markdownTable(columns, cells()) : table([columns, ...cells()]));
  };
}
