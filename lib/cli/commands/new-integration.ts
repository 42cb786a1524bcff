import { existsSync, globSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Entry } from '../../scaffold/enlist.ts';
import type { ScaffoldFile } from '../../scaffold/files.ts';
import { formatted } from '../../scaffold/format.ts';
import { sourceFields } from '../../scaffold/integration/source.ts';
import { type EventFound, type OperationFound, operationIn } from '../../scaffold/integration/target.ts';
import { camelCase, integrationNameProblem, integrationNames } from '../../scaffold/names.ts';
import { handlerCode, integrationCode } from '../../scaffold/templates/integration.ts';
import { mappingCode } from '../../scaffold/templates/mapping.ts';
import type { Context } from '../context.ts';
import { findEventFile } from '../new/find-event.ts';
import { refuseExisting, writeNew } from '../new/write-new.ts';
import { contractCalled } from '../send/contract-called.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { CommandError, UsageError } from '../shell/errors.ts';
import { suggestion } from '../shell/suggestion.ts';

/** Makes the three files of an integration, the mapping as a skeleton that compiles only when it is complete. */
export const newIntegration = defineCommand({
  name: 'new integration',
  summary:
    'Writes mapping, declaration and handler that tie an event type to an operation, and adds them to the list.',
  parameters: '<event type> <destination>/<operation>',
  arity: { least: 2, most: 2 },
  flags: {
    name: {
      type: 'string',
      value: '<event>-to-<what>',
      about: 'made of event and destination unless given',
    },
    'dry-run': { type: 'boolean', about: 'show the files, write none' },
  },
  examples: [
    'new integration customer.created stripe/create-customer --name customer-created-to-billing',
    'new integration order.placed acme/create-order --dry-run',
  ],
  run: async ({ flags, positionals: [type = '', operationPath = ''] }, context) => {
    const { contract, event } = findEvent(type, context);
    const { destination, file, operation } = findOperation(operationPath, context.root);
    const names = integrationNames(type, destination, flags.name);
    const problem = integrationNameProblem(names.integration);
    if (problem !== undefined)
      throw new UsageError(`"${names.integration}" is no name of an integration: ${problem}`);
    if (context.integrations.some(({ name }) => name === names.integration)) {
      throw new CommandError(
        `there is already an integration ${names.integration}: give another --name, ${type.replaceAll('.', '-')}-to-<what>`,
      );
    }
    const mapping =
      [names.mapping, names.integration].find((name) => !existsSync(join(context.root, mappingPath(name)))) ??
      names.mapping;
    const folder = join('functions', 'integrations', names.integration);
    const paths = {
      mapping: mappingPath(mapping),
      integration: join(folder, 'integration.ts'),
      handler: join(folder, 'handler.ts'),
    };
    await refuseExisting(Object.values(paths), context.root);
    const { fields } = operation;
    if (fields === undefined) {
      throw new CommandError(
        `nothing was written: ${file} says nothing of the fields of ${operation.input}. Declare them there first: what must be sent, and what may be`,
      );
    }
    const map = camelCase(mapping);
    const texts: readonly (readonly [string, string])[] = [
      [
        paths.mapping,
        mappingCode({
          constant: map,
          event: { ...event, from: `../events/${basename(event.path)}` },
          operation: { from: `../destinations/${destination}/${basename(file)}`, input: operation.input },
          sources: sourceFields(contract),
          targets: fields,
        }),
      ],
      [
        paths.integration,
        integrationCode({
          name: names.integration,
          event: takenEvent(event, context.root),
          map: { constant: map, from: `../../mapping/${mapping}.ts` },
          operation: { ...operation, from: `../../destinations/${destination}/${basename(file)}` },
        }),
      ],
      [paths.handler, handlerCode()],
    ];
    const files = await Promise.all(
      texts.map(async ([path, text]): Promise<ScaffoldFile> => ({ path, text: await formatted(path, text) })),
    );
    await writeNew(
      names.integration,
      {
        files,
        entries: entriesOf(names.integration, destination, context),
        warnings: [],
        steps: [nextSteps(names.integration, paths.mapping, type)],
      },
      flags,
      context,
    );
    return exitCodes.ok;
  },
});

const mappingPath = (name: string) => join('functions', 'mapping', `${name}.ts`);

function findEvent(type: string, { events, root }: Context) {
  const contract = contractCalled(type, undefined, events);
  const types = [...new Set(events.map((event) => event.type))];
  if (contract === undefined) {
    throw new UsageError(
      `there is no event "${type}"${suggestion(type, types)}; there are ${types.join(', ') || 'none'}. new event makes one`,
    );
  }
  return { contract, event: findEventFile(contract, root) };
}

/** What takes older versions, too, where there is such a thing. */
function takenEvent({ path, constant }: EventFound, root: string) {
  const name = basename(path, '.ts');
  return existsSync(join(root, mappingPath(`as-${name}`)))
    ? { constant: camelCase(`as-${name}`), from: `../../mapping/as-${name}.ts` }
    : { constant, from: `../../events/${name}.ts` };
}

function findOperation(path: string, root: string) {
  const known = globSync(join('functions', 'destinations', '*', '*.ts'), { cwd: root }).sort();
  const [destination = '', name = ''] = path.split('/');
  const file = known.find((each) => each === join('functions', 'destinations', destination, `${name}.ts`));
  const operation: OperationFound | undefined =
    file === undefined ? undefined : operationIn(join(root, file));
  if (file !== undefined && operation !== undefined) return { destination, file, operation };
  const operations = known
    .filter((each) => operationIn(join(root, each)) !== undefined)
    .map((each) => each.split(/[\\/]/).slice(2).join('/').replace(/\.ts$/, ''));
  throw new UsageError(
    `there is no operation "${path}"${suggestion(path, operations)}; there are ${operations.join(', ') || 'none'}. new destination makes one`,
  );
}

/** The list of integrations; and that of contracts, since a destination in use is asked every day. */
function entriesOf(name: string, destination: string, { root }: Context): readonly Entry[] {
  const contract = `${camelCase(destination)}Contract`;
  const hasContract = existsSync(join(root, 'functions', 'destinations', destination, 'contract.ts'));
  return [
    {
      path: join('functions', 'integrations', 'index.ts'),
      list: 'integrations',
      name: camelCase(name),
      imports: camelCase(name),
      from: `./${name}/integration.ts`,
    },
    ...(hasContract
      ? [
          {
            path: join('functions', 'destinations', 'contracts.ts'),
            list: 'contracts',
            name: contract,
            imports: `{ ${contract} }`,
            from: `./${destination}/contract.ts`,
          },
        ]
      : []),
  ];
}

const nextSteps = (name: string, mapping: string, type: string) => `Then:
  1. fill in ${mapping}: it compiles when nothing is left open (npm run check:types)
  2. npm run interlock -- run ${name} --dry-run shows what becomes of the example of ${type}
  3. npm run accept:stateful, npm run check, npm test`;
