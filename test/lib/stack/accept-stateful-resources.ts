/** Writes down the stateful resources of prod as they are now: what `npm run accept:stateful` runs. */
import { writeFileSync } from 'node:fs';
import { integrations } from '../../../functions/integrations/index.ts';
import { fixtureTemplate } from '../../fixtures/fixture-template.ts';
import { statefulResources } from './stateful-resources.ts';

const resources = statefulResources(fixtureTemplate('prod', integrations));
const file = new URL('./stateful-resources.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(resources, null, 2)}\n`);
