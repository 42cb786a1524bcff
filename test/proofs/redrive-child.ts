/**
 * The command line on the made-up shop, in a process of its own that can be killed:
 * `node redrive-child.ts <endpoint> <limits of each destination as JSON> <args…>`.
 */
import { setTimeout as sleepFor } from 'node:timers/promises';
import { environments } from '../../lib/environments.ts';
import { interlock } from '../lib/cli/interlock.ts';

const [endpoint = '', rateLimits = '{}', ...args] = process.argv.slice(2);
// As the environment that it is about was started.
Object.assign(environments.local.settings, { rateLimits: JSON.parse(rateLimits) });
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
