/** Installs the emulator, pinned by hash, into a virtualenv that is thrown away with the run. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Processes, Ran, Surroundings } from './processes.ts';

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));

/** Those for which requirements.txt has a wheel of everything. */
const supported = ['3.11', '3.12', '3.13', '3.14'];
const candidates = ['python3', ...supported.toReversed().map((version) => `python${version}`), 'python'];

const missing = `The deploy proof needs Python ${supported[0]} to ${supported.at(-1)} with venv and pip: it runs an AWS emulator
from PyPI. Install it (Debian and Ubuntu: apt-get install python3 python3-venv), or prove on a real account:
npm run prove:deploy -- --help`;

/** Returns the interpreter of the virtualenv. Rejects, saying what is needed, when there is no Python or no package. */
export async function installEmulator(
  dir: string,
  processes: Processes,
  env: Surroundings['env'],
): Promise<string> {
  const around = { cwd: dir, env };
  const python = await findPython(processes, around);
  const venv = join(dir, 'venv');
  const python3 = join(venv, 'bin', 'python');
  await succeed(processes.run(python, ['-m', 'venv', venv], around), missing);
  const install = ['install', '--quiet', '--disable-pip-version-check', '--require-hashes', '--no-deps'];
  await succeed(
    processes.run(
      python3,
      ['-m', 'pip', ...install, '--only-binary', ':all:', '--requirement', requirements],
      around,
    ),
    'the emulator cannot be installed from the package index that pip is set up for',
  );
  return python3;
}

async function findPython(processes: Processes, around: Surroundings): Promise<string> {
  const tellVersion = ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'];
  for (const candidate of candidates) {
    const ran = await processes.run(candidate, tellVersion, around).catch(() => undefined);
    if (ran?.code === 0 && supported.includes(ran.stdout.trim())) return candidate;
  }
  throw new Error(missing);
}

async function succeed(running: Promise<Ran>, otherwise: string): Promise<void> {
  const { code, stdout, stderr } = await running;
  if (code !== 0) throw new Error(`${otherwise}\n${(stdout + stderr).trim()}`);
}
