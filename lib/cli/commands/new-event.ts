import { join } from 'node:path';
import { fieldsOfEvent, type Given } from '../../scaffold/event/event-facts.ts';
import { KindError, nameablePaths } from '../../scaffold/event/kind.ts';
import { looksPersonal } from '../../scaffold/event/personal-names.ts';
import { formatted } from '../../scaffold/format.ts';
import { camelCase, eventTypeProblem } from '../../scaffold/names.ts';
import { eventCode } from '../../scaffold/templates/event.ts';
import type { Context } from '../context.ts';
import { predecessorOf, upcastFile, upcastSteps, versionedName } from '../new/newer-version.ts';
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
    version: { type: 'string', value: '<name>', about: 'of a type that there is: a newer version beside it' },
    dataschema: {
      type: 'string',
      value: '<uri>',
      about: "by which its events are told from other versions'; an example's unless given",
    },
    after: {
      type: 'string',
      value: '<type>',
      about: 'the type whose newer version it is, where types tell them',
    },
    'dry-run': { type: 'boolean', about: 'show the file, write none' },
  },
  examples: [
    'new event order.placed --example order.json --personal email,shipTo.name',
    'new event order.placed --schema order.schema.json --personal none',
    'new event order.placed --version 2 --dataschema https://schemas.example.com/order/2 --example order-2.json',
  ],
  run: async ({ flags, positionals: [type = ''] }, context) => {
    const problem = eventTypeProblem(type);
    if (problem !== undefined) throw new UsageError(`"${type}" is no event type: ${problem}`);
    const { version } = flags;
    const { examples, schema } = await readGiven(flags, context);
    const dataschema = flags.dataschema ?? examples.map(schemaOf).find((one) => one !== undefined);
    const isVersion = version !== undefined || flags.dataschema !== undefined;
    const predecessor = predecessorOf(type, { ...flags, dataschema }, context);
    const name = versionedName(type, version);
    const path = join('functions', 'events', `${name}.ts`);
    const upcastPath = join('functions', 'mapping', `as-${name}.ts`);
    await refuseExisting(predecessor === undefined ? [path] : [path, upcastPath], context.root);
    const { fields, personal } = await factsOf(type, { examples, schema }, flags, context);
    const told = isVersion ? { version, dataschema } : {};
    const text = await formatted(path, eventCode({ type, name, ...told, personal, ...fields }));
    const upcasts =
      predecessor === undefined ? [] : [await upcastFile(name, fields.kind, predecessor, context)];
    await writeNew(
      type,
      {
        files: [{ path, text }, ...upcasts],
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
        steps: [upcasts.length > 0 ? upcastSteps(upcastPath, name) : nextSteps(type, path)],
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

async function readGiven({ example, schema }: Flags, context: Context): Promise<Given> {
  if (example.length === 0 && schema === undefined) {
    throw new UsageError('new event needs --example or --schema, or both');
  }
  const stdinTaken = [...example, schema].filter((file) => file === '-').length;
  if (stdinTaken > 1) throw new UsageError('standard input can be read only once: one "-" at most');
  const examples = [];
  for (const file of example) examples.push(await readJson(file, context));
  return { examples, schema: schema === undefined ? undefined : await readJson(schema, context) };
}

/** Of a whole CloudEvent. */
function schemaOf(example: unknown): string | undefined {
  const { specversion, dataschema } = (example ?? {}) as Readonly<Record<string, unknown>>;
  return specversion !== undefined && typeof dataschema === 'string' ? dataschema : undefined;
}

async function factsOf(type: string, given: Given, { example, schema, personal }: Flags, context: Context) {
  const stdinTaken = [...example, schema].includes('-');
  try {
    const fields = fieldsOfEvent(type, given);
    const paths = nameablePaths(fields.kind);
    const asked = { personal, paths, canAsk: context.isTTY && !stdinTaken };
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
