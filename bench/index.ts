/** `npm run bench -- <name>`: measures something on this machine and prints what it found. */
import { start } from './cold-start/start.ts';
import { contract } from './contract.ts';
import { counts } from './counts.ts';
import { throughput } from './throughput.ts';

const benchmarks: Readonly<Record<string, (args: readonly string[]) => Promise<string>>> = {
  contract,
  counts,
  start,
  throughput,
};

const [name = '', ...args] = process.argv.slice(2);
const benchmark = benchmarks[name];
if (benchmark === undefined) {
  process.stderr.write(`usage: npm run bench -- ${Object.keys(benchmarks).join('|')}\n`);
  process.exitCode = 2;
} else {
  process.stdout.write(`${await benchmark(args)}\n`);
}
