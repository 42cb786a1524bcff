/**
 * Runs a command that must not outlive who started it: when standard input closes, because that one has died however it
 * did, the whole group goes. Started in a group of its own, by processes.ts.
 */
import { spawn } from 'node:child_process';

const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.once('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
child.once('exit', (code) => process.exit(code ?? 1));
process.stdin.resume().once('close', () => process.kill(-process.pid, 'SIGKILL'));
