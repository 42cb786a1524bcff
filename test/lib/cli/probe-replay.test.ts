/** A recorded conversation that is played to whoever has it again, with values of his own. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseRecording } from '../../../lib/contract/recording/recording-json.ts';
import { type ShopStandIns, startShop } from '../../../test/fixtures/shop/start.ts';
import { contracts } from '../../fixtures/shop/functions/destinations/contracts.ts';
import { nowMs } from './interlock.ts';
import { type Probing, startProbing } from './probing.ts';

let probing: Probing;
let replaying: ShopStandIns | undefined;
beforeEach(async () => {
  probing = await startProbing();
});
afterEach(async () => {
  await probing.stop();
  await Promise.all(Object.values(replaying ?? {}).map((standIn) => standIn.stop()));
});

describe('a probe of a recorded conversation', () => {
  it.for(contracts.map(({ destination }) => destination.name))(
    'finds no difference in that of %s, as often as it asks, whatever it may do',
    async (name) => {
      await probing.run(name, '--write', '--update', '--record');
      const text = await readFile(join(probing.root, `contracts/recordings/${name}.json`), 'utf8');
      replaying = await startShop({ now: () => nowMs, replays: [parseRecording(text)] });
      const secret = replaying[name as keyof ShopStandIns].secret;
      probing.aws.secrets.set(`interlock/local/${name}`, JSON.stringify(secret));
      for (const flags of [['--write'], ['--write'], []]) {
        const { code, stdout } = await probing.run(name, '--json', ...flags);
        const { differences, troubles, broken, leftBehind } = JSON.parse(stdout);
        expect([code, differences, troubles, broken, leftBehind]).toEqual([0, [], [], [], []]);
      }
    },
  );
});
