import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Copy {
  readonly root: string;
  /**
   * Runs a command in it; resolves to what it printed, and says how long it took. Rejects with the end of that when it fails.
   * @param env beside that of this process
   */
  readonly run: (command: string, env?: Readonly<Record<string, string>>) => Promise<string>;
  readonly remove: () => void;
}

/** What is checked in, as it is now, in a folder of its own; packages are those of this repository, by hard links. */
export function copyOfRepository(name: string): Copy {
  const copy = mkdtempSync(join(tmpdir(), `interlock-${name}-`));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const path of new Set(listed.split('\0'))) {
    if (path === '') continue;
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(root, path), join(copy, path));
  }
  linkAll(join(root, 'node_modules'), join(copy, 'node_modules'));
  return {
    root: copy,
    run: (command, env = {}) => run(command, copy, env),
    remove: () => rmSync(copy, { recursive: true, force: true }),
  };
}

/** A folder with the same files: `cp -al`, wherever there is no such command. */
function linkAll(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkAll(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkOrCopy(source, target);
  }
}

function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    // Another file system.
    cpSync(source, target);
  }
}

const lastLines = 60;

function run(command: string, cwd: string, env: Readonly<Record<string, string>>): Promise<string> {
  const startedMs = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, { cwd, shell: true, env: { ...process.env, ...env } });
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = ((performance.now() - startedMs) / 1_000).toFixed(0);
      process.stdout.write(`${code === 0 ? '✓' : '✗'} ${command} (${seconds} s)\n`);
      if (code === 0) resolve(said);
      else reject(new Error(`${command}: exit ${code}\n${said.split('\n').slice(-lastLines).join('\n')}`));
    });
  });
}
