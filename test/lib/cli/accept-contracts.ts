/**
 * Records the locks of this repository anew from the stand-ins: what `npm run accept:contracts` runs. Look at the diff. A
 * lock that is a third party's own word is left alone.
 */
import { rm } from 'node:fs/promises';
import { contracts } from '../../../functions/destinations/contracts.ts';
import { readLock } from '../../../lib/contract/lock-file.ts';
import { startOwnProbing } from './probing.ts';

/** So often that each kind of thing has stood first in a list. */
const times = 4;

for (const { destination } of contracts) {
  const { name } = destination;
  // Of its own, since its clock runs ahead.
  const probing = await startOwnProbing(Date.now());
  try {
    // What was known is not added to: a lock tells no more than its format could say when it was first recorded.
    if ((await readLock(probing.root, name))?.recorded.from === 'stand-in') await rm(probing.lockPath(name));
    for (let time = 1; time <= times; time += 1) {
      const { code, stdout, stderr } = await probing.run(name, '--write', '--update', '--samples', '4');
      const [last = ''] = (code === 0 ? stdout : stderr).trimEnd().split('\n').slice(-1);
      if (code !== 0) process.exitCode = code;
      if (code !== 0 || time === times) process.stdout.write(`${last}\n`);
      // What others have made lacks what ours have: the lists that follow show it.
      probing.standIns[name]?.seed({
        externalId: `other-${time}`,
        email: `other-${time}@example.com`,
      });
    }
  } finally {
    await probing.stop();
  }
}
