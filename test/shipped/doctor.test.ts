import { expect, it } from 'vitest';
import { events } from '../../functions/events/index.ts';
import { integrations } from '../../functions/integrations/index.ts';
import { root } from '../../lib/build/bundle.ts';
import { interlock } from '../lib/cli/interlock.ts';
import { isExample } from '../newcomers/examples.ts';

it('what Interlock comes with makes none of the seven mistakes', async () => {
  const around = { context: { root, integrations, events } as object };
  const { findings } = JSON.parse((await interlock(['doctor', '--json'], around)).stdout);
  expect(findings.filter(({ file }: { file: string }) => isExample(file))).toEqual([]);
});
