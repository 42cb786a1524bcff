/** The command line on the made-up shop, in a process of its own that can be killed: `node redrive-child.ts <endpoint> <args…>`. */
import { setTimeout as sleepFor } from 'node:timers/promises';
import { interlock } from '../lib/cli/interlock.ts';

const [endpoint = '', ...args] = process.argv.slice(2);
const { code, stdout, stderr } = await interlock(args, {
  endpoint,
  context: {
    now: Date.now,
    sleep: async (ms) => {
      await sleepFor(ms);
    },
  },
});
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exit(code);
