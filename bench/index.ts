/** `npm run bench -- <name>`: measures something on this machine and prints what it found. */
import { contract } from './contract.ts';
import { throughput } from './throughput.ts';

const benchmarks: Readonly<Record<string, () => Promise<string>>> = { contract, throughput };

const [name = ''] = process.argv.slice(2);
const benchmark = benchmarks[name];
if (benchmark === undefined) {
  process.stderr.write(`usage: npm run bench -- ${Object.keys(benchmarks).join('|')}\n`);
  process.exitCode = 2;
} else {
  process.stdout.write(`${await benchmark()}\n`);
}
