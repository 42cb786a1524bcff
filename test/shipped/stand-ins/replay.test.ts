/** Recorded conversations with the stand-ins that Interlock comes with, played to a probe. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contracts as declared } from '../../../functions/destinations/contracts.ts';
import { parseRecording } from '../../../lib/contract/recording/recording-json.ts';
import { calledBy, type StandIns, startStandIns } from '../../../lib/local/stand-ins/index.ts';
import { nowMs } from '../../lib/cli/interlock.ts';
import { type Probing, startOwnProbing } from '../../lib/cli/probing.ts';

let root: string;
let probing: Probing<StandIns> | undefined;
let replaying: StandIns | undefined;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'replay-'));
});
afterEach(async () => {
  await probing?.stop();
  await Promise.all(Object.values(replaying ?? {}).map((standIn) => standIn.stop()));
  await rm(root, { recursive: true, force: true });
});

describe('a probe of a recorded conversation', () => {
  it.for(declared.map(({ destination }) => destination.name))(
    'finds no difference in that of %s, as often as it asks, whatever it may do',
    async (name) => {
      const contracts = calledBy([{ name }]);
      probing = await startOwnProbing(nowMs, root, contracts);
      await probing.run(name, '--write', '--update', '--record');
      const text = await readFile(join(root, `contracts/recordings/${name}.json`), 'utf8');
      replaying = await startStandIns({
        contracts,
        now: () => nowMs,
        replays: [parseRecording(text)],
      });
      const secret = replaying[name]?.secret;
      probing.aws.secrets.set(`interlock/local/${name}`, JSON.stringify(secret));
      for (const flags of [['--write'], ['--write'], []]) {
        const { code, stdout } = await probing.run(name, '--json', ...flags);
        const { differences, troubles, broken, leftBehind } = JSON.parse(stdout);
        expect([code, differences, troubles, broken, leftBehind]).toEqual([0, [], [], [], []]);
      }
    },
  );
});
