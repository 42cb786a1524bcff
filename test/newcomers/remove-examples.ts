/** `npm run remove:examples`: what Interlock comes with as examples goes, and nothing else. What is yours stays. */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { examples, lists, packages } from './examples.ts';
import { withoutLines } from './without-lines.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const removed = examples.flatMap((pattern) => globSync(pattern, { cwd: root }));
for (const path of removed) rmSync(join(root, path), { recursive: true });
for (const path of lists) {
  const text = readFileSync(join(root, path), 'utf8');
  writeFileSync(join(root, path), withoutLines(text, path, removed));
}
const run = (command: string, ...args: readonly string[]) =>
  spawnSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] }).status ?? 1;
const failed =
  run('npx', 'biome', 'check', '--write', ...lists) + run('npm', 'uninstall', '--no-audit', ...packages);
process.stdout.write(`Removed:
${removed.map((path) => `  ${path}`).join('\n')}
Make your own next: npm run interlock -- new event | destination | integration. Then, once:
  npm run accept:stateful && npm run accept:architecture && npm run bench -- counts --write
`);
process.exitCode = failed === 0 ? 0 : 1;
