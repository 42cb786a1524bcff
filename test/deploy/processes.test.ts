import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isRunning } from './process-groups.ts';
import { createProcesses } from './processes.ts';

const around = { cwd: '/', env: process.env };
/** Says its own id, and waits in a child of a child for what never comes. */
const family = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', 'console.log(process.pid); setInterval(() => {}, 1e6)'], { stdio: 'inherit' });
`;

describe('the processes of a run', () => {
  it('give back what a command said, and how it ended', async () => {
    const { run } = createProcesses(new AbortController().signal);
    const script =
      'process.stdin.on("data", (d) => { console.log(String(d)); console.error("no"); process.exit(3) })';
    expect(await run(process.execPath, ['-e', script], { ...around, input: 'hello' })).toEqual({
      code: 3,
      stdout: 'hello\n',
      stderr: 'no\n',
    });
  });

  it('end with all their children when the run is over, and say what is left', async () => {
    const processes = createProcesses(new AbortController().signal);
    const running = processes.start(process.execPath, ['-e', family], around);
    await expect.poll(running.output).toMatch(/^\d+\n$/);
    const grandchild = Number(running.output());
    expect(isRunning(grandchild)).toBe(true);
    expect(await processes.endAll()).toEqual([]);
    await expect.poll(() => isRunning(grandchild)).toBe(false);
  });

  it('end at once when the run is ended from outside, and no other starts', async () => {
    const over = new AbortController();
    const { run } = createProcesses(over.signal);
    const forever = run(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], around);
    over.abort(new Error('enough'));
    await expect(forever).rejects.toThrow('enough');
    await expect(run(process.execPath, ['-e', ''], around)).rejects.toThrow('enough');
  });

  it('go with whoever started them, however that one died', async () => {
    const module = fileURLToPath(new URL('processes.ts', import.meta.url));
    const script = `
      const { createProcesses } = await import(${JSON.stringify(module)});
      const running = createProcesses(new AbortController().signal)
        .start(process.execPath, ['-e', ${JSON.stringify(family)}], { cwd: '/', env: process.env });
      setInterval(() => { if (running.output() !== '') console.log(running.output()) }, 20);
    `;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = await once(parent.stdout, 'data');
    const grandchild = Number(`${said}`.trim());
    parent.kill('SIGKILL');
    await expect.poll(() => isRunning(grandchild)).toBe(false);
  });
});
