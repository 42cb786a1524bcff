/**
 * Every `functions/integrations/<name>/examples/<case>.event.json` is mapped, and what comes of it stands beside it in
 * `<case>.output.json`: for whoever reviews a mapping without reading code. `npm test -- --update` writes it anew.
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { inVersionOf } from '../../../functions/core/declare/versions.ts';
import { parseEvent } from '../../../functions/core/envelope/parse-event.ts';
import { MappingError } from '../../../functions/core/errors.ts';
import { integrations } from '../../../functions/integrations/index.ts';

const folder = fileURLToPath(new URL('../../../functions/integrations/', import.meta.url));
const examples = globSync('*/examples/*.event.json', { cwd: folder });

function outcomeOf(declared: AnyIntegration, text: string): object {
  const integration = inVersionOf(declared, text);
  const { data, ...event } = parseEvent(integration.event, text);
  try {
    return integration.map.map(data, { event });
  } catch (error) {
    if (error instanceof MappingError) return { unmappable: error.message };
    throw error;
  }
}

describe('the examples of the integrations', () => {
  it('stand beside integrations that there are', () => {
    const names = integrations.map(({ name }) => name);
    expect(examples.filter((path) => !names.includes(dirname(dirname(path))))).toEqual([]);
  });

  it.each(examples)('%s makes what stands beside it', async (path) => {
    const name = dirname(dirname(path));
    const integration = integrations.find((each) => each.name === name);
    expect(integration, `there is no integration ${name} for ${basename(path)}`).toBeDefined();
    const outcome = outcomeOf(integration as AnyIntegration, readFileSync(join(folder, path), 'utf8'));
    await expect(`${JSON.stringify(outcome, null, 2)}\n`).toMatchFileSnapshot(
      join(folder, path.replace(/\.event\.json$/, '.output.json')),
    );
  });
});
