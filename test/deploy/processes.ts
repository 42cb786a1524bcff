/** The processes of a run: each in a group of its own, all of them ended when the run is, and nothing of them left. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isGroupRunning, killGroup } from './process-groups.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
}

/** One that goes on until it is ended. */
export interface Running {
  /** What it printed so far. */
  readonly output: () => string;
  /** Rejects when it ends by itself, with the end of what it printed. */
  readonly ended: Promise<never>;
}

export interface Processes {
  /** Resolves with whatever exit code there is; rejects when the command cannot be started, or the run was ended. */
  readonly run: (command: string, args: readonly string[], around: Surroundings) => Promise<Ran>;
  readonly start: (command: string, args: readonly string[], around: Surroundings) => Running;
  /** Kills every group. Returns the groups of which something is still there. */
  readonly endAll: () => Promise<readonly number[]>;
}

/** The kernel needs a moment to take apart what was killed. */
const graceMs = 3_000;
const guard = fileURLToPath(new URL('guard.ts', import.meta.url));

/** @param signal aborts when the run is over, whyever: everything is killed, at once and with all its children */
export function createProcesses(signal: AbortSignal): Processes {
  const groups = new Set<number>();
  const launch = (command: string, args: readonly string[], { cwd, env, input }: Surroundings) => {
    signal.throwIfAborted();
    // Detached: the child leads a group, which its own children belong to.
    const child = spawn(command, args, { cwd, env, detached: true, stdio: 'pipe' });
    if (child.pid !== undefined) groups.add(child.pid);
    child.stdin.on('error', () => undefined);
    if (input !== undefined) child.stdin.end(input);
    return child;
  };
  const killAll = () => {
    for (const group of groups) killGroup(group);
  };
  signal.addEventListener('abort', killAll, { once: true });
  return {
    run: async (command, args, around) => {
      const child = launch(command, args, { input: '', ...around });
      const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
      const code = await closed(child);
      signal.throwIfAborted();
      return { code, stdout: stdout(), stderr: stderr() };
    },
    start: (command, args, around) => {
      const child = launch(process.execPath, [guard, command, ...args], around);
      const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
      const output = () => stdout() + stderr();
      const ended = closed(child).then((code) => {
        throw new Error(`${command} ended with ${code}:\n${output().slice(-2_000)}`);
      });
      // Whoever is interested awaits it; at the end of the run nobody is.
      ended.catch(() => undefined);
      return { output, ended };
    },
    endAll: async () => {
      killAll();
      const deadlineMs = performance.now() + graceMs;
      while ([...groups].some(isGroupRunning) && performance.now() < deadlineMs) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return [...groups].filter(isGroupRunning);
    },
  };
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}

const closed = (child: ChildProcess) =>
  new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
