/**
 * Places the integrations that have no place yet, where the environment's own template has no room for all, and writes down
 * the stateful resources of prod as they are then: what `npm run accept:stateful` runs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { integrations } from '../../../functions/integrations/index.ts';
import { integrationName } from '../../../lib/names.ts';
import { placed } from '../../../lib/stack/parts.ts';
import { partsFile, readParts } from '../../../lib/stack/read-parts.ts';
import { fixtureTemplates } from '../../fixtures/fixture-template.ts';
import { type StatefulResources, statefulResources } from './stateful-resources.ts';

const file = new URL('./stateful-resources.json', import.meta.url);
const write = (url: URL, value: object) => writeFileSync(url, `${JSON.stringify(value, null, 2)}\n`);

const accepted: StatefulResources = JSON.parse(readFileSync(file, 'utf8'));
const queues = new Set(Object.values(accepted).map(({ name }) => name));
const names = integrations.map(({ name }) => name);
const deployed = new Set(names.filter((name) => queues.has(integrationName('prod', name))));
const before = readParts();
const parts = placed(before, names, deployed);
if (JSON.stringify(parts) !== JSON.stringify(before)) write(partsFile, parts);
for (const name of names.filter((one) => parts[one] !== undefined && before[one] === undefined))
  process.stdout.write(`${name}: part ${parts[name]} (0: the environment's own template)\n`);

write(file, statefulResources(fixtureTemplates('prod', integrations, parts)));
