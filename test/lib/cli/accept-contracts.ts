/** Renews the locks of this repository from the stand-ins: what `npm run accept:contracts` runs. Look at the diff. */
import { fileURLToPath } from 'node:url';
import { contracts } from '../../../functions/destinations/contracts.ts';
import { startProbing } from './probing.ts';

const probing = await startProbing(fileURLToPath(new URL('../../..', import.meta.url)), Date.now());
try {
  for (const { destination } of contracts) {
    const { code, stdout, stderr } = await probing.run(destination.name, '--write', '--update');
    const [last = ''] = (code === 0 ? stdout : stderr).trimEnd().split('\n').slice(-1);
    process.stdout.write(`${last}\n`);
    if (code !== 0) process.exitCode = code;
  }
} finally {
  await probing.stop();
}
