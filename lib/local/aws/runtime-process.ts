/** The child process that a function runs in. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface RuntimeProcessOptions {
  /** Folder that holds the handler's module. */
  readonly codeDir: string;
  readonly memoryMb: number;
  /** All that the function sees of its environment; nothing of this process's. */
  readonly environment: Readonly<Record<string, string>>;
  /** Of the Runtime API that the process asks for its invocations. */
  readonly port: number;
  /** Each line that it writes. */
  readonly onLine: (line: string) => void;
}

/** The rest is for what Node holds outside of its heap. */
const heapShare = 0.9;

const runtimeFile = fileURLToPath(new URL('runtime.mjs', import.meta.url));

/** Never throws: a process that cannot be started says so by its `error` event. */
export function spawnRuntime(options: RuntimeProcessOptions): ChildProcess {
  const heapMb = Math.floor(options.memoryMb * heapShare);
  const child = spawn(process.execPath, [`--max-old-space-size=${heapMb}`, runtimeFile], {
    cwd: options.codeDir,
    // Its standard input stays open as long as this process lives: its end is what tells the child.
    stdio: ['pipe', 'pipe', 'pipe'],
    // Out of the terminal's foreground group: Ctrl-C is for this process, which then ends its children.
    detached: true,
    env: { ...options.environment, AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${options.port}` },
  });
  child.stdin.on('error', () => {});
  for (const output of [child.stdout, child.stderr]) {
    createInterface({ input: output }).on('line', options.onLine);
  }
  return child;
}
