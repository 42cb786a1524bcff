import { join } from 'node:path';
import { fieldsOfEvent } from '../../scaffold/event/event-facts.ts';
import { KindError, nameablePaths } from '../../scaffold/event/kind.ts';
import { looksPersonal } from '../../scaffold/event/personal-names.ts';
import { formatted } from '../../scaffold/format.ts';
import { camelCase, eventFileName, eventTypeProblem } from '../../scaffold/names.ts';
import { eventCode } from '../../scaffold/templates/event.ts';
import type { Context } from '../context.ts';
import { refuseExisting, writeNew } from '../new/write-new.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { CommandError, UsageError } from '../shell/errors.ts';
import { readLine, readText } from '../shell/input.ts';
import { suggestion } from '../shell/suggestion.ts';

/** Makes the contract of a new event type from an example or a JSON Schema. */
export const newEvent = defineCommand({
  name: 'new event',
  summary:
    'Writes the contract of a new event type from an example (its data, or a whole CloudEvent) or from a JSON Schema.',
  parameters: '<type>',
  arity: { least: 1, most: 1 },
  flags: {
    example: {
      type: 'string',
      multiple: true,
      value: '<file>|-',
      about: 'JSON; give several, and what is missing or null in one may be so',
    },
    schema: { type: 'string', value: '<file>|-', about: 'JSON Schema of the data' },
    personal: {
      type: 'string',
      value: '<paths>|none',
      about: 'fields that identify a person, email,address.line1; asked for unless given',
    },
    'dry-run': { type: 'boolean', about: 'show the file, write none' },
  },
  examples: [
    'new event order.placed --example order.json --personal email,shipTo.name',
    'new event order.placed --schema order.schema.json --personal none',
  ],
  run: async ({ flags, positionals: [type = ''] }, context) => {
    const problem = eventTypeProblem(type);
    if (problem !== undefined) throw new UsageError(`"${type}" is no event type: ${problem}`);
    if (context.events.some((event) => event.type === type)) {
      throw new CommandError(`nothing was written, there is already an event ${type}`);
    }
    const name = eventFileName(type);
    const path = join('functions', 'events', `${name}.ts`);
    await refuseExisting([path], context.root);
    const { fields, personal } = await given(type, flags, context);
    const text = await formatted(path, eventCode({ type, name, personal, ...fields }));
    await writeNew(
      type,
      {
        files: [{ path, text }],
        entries: [
          {
            path: join('functions', 'events', 'index.ts'),
            list: 'events',
            name: camelCase(name),
            imports: `{ ${camelCase(name)} }`,
            from: `./${name}.ts`,
          },
        ],
        warnings: fields.warnings,
        steps: [nextSteps(type, path)],
      },
      flags,
      context,
    );
    return exitCodes.ok;
  },
});

interface Flags {
  readonly example: readonly string[];
  readonly schema: string | undefined;
  readonly personal: string | undefined;
}

async function given(type: string, { example, schema, personal }: Flags, context: Context) {
  if (example.length === 0 && schema === undefined) {
    throw new UsageError('new event needs --example or --schema, or both');
  }
  const stdinTaken = [...example, schema].filter((file) => file === '-').length;
  if (stdinTaken > 1) throw new UsageError('standard input can be read only once: one "-" at most');
  const examples = [];
  for (const file of example) examples.push(await readJson(file, context));
  try {
    const parsed = schema === undefined ? undefined : await readJson(schema, context);
    const fields = fieldsOfEvent(type, { examples, schema: parsed });
    const paths = nameablePaths(fields.kind);
    const asked = { personal, paths, canAsk: context.isTTY && stdinTaken === 0 };
    return { fields, personal: await personalPaths(asked, context) };
  } catch (error) {
    if (error instanceof KindError) throw new CommandError(`nothing was written: ${error.message}`);
    throw error;
  }
}

async function readJson(file: string, context: Context): Promise<unknown> {
  const text = await readText(file, context);
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`${file === '-' ? 'standard input' : file} is not JSON`);
  }
}

interface Asked {
  readonly personal: string | undefined;
  readonly paths: readonly string[];
  readonly canAsk: boolean;
}

/** A guess is shown and never taken: what is forgotten here stands in logs. */
async function personalPaths(
  { personal, paths, canAsk }: Asked,
  context: Context,
): Promise<readonly string[]> {
  const guess = looksPersonal(paths).join(',') || 'none';
  if (personal !== undefined) return parsePaths(personal, paths);
  if (!canAsk) {
    throw new UsageError(
      `say which fields identify a person: --personal with some of ${paths.join(', ') || '(there are none)'}; or none. By their names: --personal ${guess}`,
    );
  }
  context.stderr.write(
    `Fields: ${paths.join(', ')}\nWhich identify a person? They are masked in every log line. Enter takes "${guess}": `,
  );
  const answer = await readLine(context.stdin);
  return parsePaths(answer === '' ? guess : answer, paths);
}

function parsePaths(text: string, paths: readonly string[]): readonly string[] {
  if (text === 'none') return [];
  const named = text.split(',').map((path) => path.trim());
  const unknown = named.find((path) => !paths.includes(path));
  if (unknown === undefined) return [...new Set(named)];
  throw new UsageError(
    `--personal: there is no field "${unknown}"${suggestion(unknown, paths)}; there are ${paths.join(', ')}`,
  );
}

const nextSteps = (type: string, path: string) => `Then:
  1. read ${path}: what may be null, how long, which numbers; fill in what says "Fill in"
  2. npm run interlock -- new integration ${type} <destination>/<operation>
  3. npm run check && npm test
  4. npm run interlock -- send ${type}, while npm start runs`;
