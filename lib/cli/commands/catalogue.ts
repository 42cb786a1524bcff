import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { takes } from '../../../functions/core/declare/versions.ts';
import { asyncApi } from '../../contract/catalogue/async-api.ts';
import { eventSchema, nameOf } from '../../contract/catalogue/event-schemas.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { writeJson, writeLine } from '../shell/output.ts';

/** What publishers have to know, as files for their tools: from the contracts alone, nothing is called. */
export const catalogue = defineCommand({
  name: 'catalogue',
  summary:
    'Writes a JSON Schema for each event type and an AsyncAPI 3 document of all; without --out shows the document.',
  flags: {
    out: {
      type: 'string',
      value: '<folder>',
      about: 'where the files go; those of the same names are replaced',
    },
  },
  examples: ['catalogue --env prod --out catalogue', 'catalogue --env prod > asyncapi.json'],
  run: async ({ flags: { out }, environment }, context) => {
    const { events, integrations } = context;
    const catalogued = events.map((event) => ({
      event,
      takers: integrations.filter((one) => takes(one.event, event)).map(({ name }) => name),
    }));
    const document = asyncApi(environment.name, catalogued);
    if (out === undefined) {
      writeJson(context, document);
      return exitCodes.ok;
    }
    const files: readonly (readonly [string, object])[] = [
      ['asyncapi.json', document],
      ...events.map(
        (event) =>
          [`${nameOf(event, events)}.schema.json`, eventSchema(event, 'draft-2020-12', events)] as const,
      ),
    ];
    await mkdir(out, { recursive: true });
    for (const [name, value] of files) {
      const path = join(out, name);
      await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
      writeLine(context.stdout, path);
    }
    return exitCodes.ok;
  },
});
