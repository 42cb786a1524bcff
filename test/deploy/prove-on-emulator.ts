import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Environment, emulatedAccount, plainEnvironment } from './account.ts';
import { createCertificate } from './certificate.ts';
import { commandLines, repository } from './command-lines.ts';
import { deviations } from './deviations/index.ts';
import { type Emulator, startEmulator } from './emulator.ts';
import { eventually } from './eventually.ts';
import { outsideHosts, startOutsideWorld } from './outside-world.ts';
import { createProcesses, type Processes } from './processes.ts';
import { installEmulator } from './python.ts';
import { type Run, runSteps, timed, whyItEnded } from './run-steps.ts';
import { deploysMany, destroysMany } from './steps/deploys-many.ts';
import { steps } from './steps/index.ts';

const environments = ['dev', 'staging'] as const;

/** What is proved: how a few are operated, or that many deploy. */
export const plans = { few: steps, many: [deploysMany, destroysMany] } as const;

/** Longer than anything here takes on a busy machine: an event source polls once a second, functions start cold. */
const patienceMs = 45_000;

/** Of a run that failed. */
const logPath = join(repository, '.interlock', 'deploy-proof.log');

interface Options extends Run {
  readonly env: Environment;
  readonly plan: keyof typeof plans;
}

/** Returns whether every step came to its end and nothing is left running. Says why not. */
export async function proveOnEmulator({ signal, env: given, say, plan }: Options): Promise<boolean> {
  const startMs = performance.now();
  const dir = await mkdtemp(join(tmpdir(), 'interlock-deploy-proof-'));
  const processes = createProcesses(signal);
  let isProved = false;
  try {
    isProved = await prove(dir, processes, { signal, env: plainEnvironment(given), say, plan });
  } finally {
    const left = await processes.endAll();
    if (left.length > 0) {
      say(`still running after it was killed: the process groups ${left.join(', ')}`);
      isProved = false;
    }
    await rm(dir, { recursive: true, force: true });
  }
  if (isProved)
    say(`proved in ${((performance.now() - startMs) / 1_000).toFixed(1)} s, nothing left running`);
  return isProved;
}

async function prove(
  dir: string,
  processes: Processes,
  { signal, env, say, plan }: Options,
): Promise<boolean> {
  const certificate = createCertificate(outsideHosts, Date.now());
  const outside = await startOutsideWorld(environments, certificate);
  let emulator: Emulator | undefined;
  try {
    const python = await timed('the emulator is installed', () => installEmulator(dir, processes, env), say);
    const secretAccessKey = randomBytes(20).toString('hex');
    emulator = await timed(
      'it listens on 127.0.0.1, with TLS and IAM',
      () => startEmulator({ dir, python, processes, env, certificate, outside, secretAccessKey, signal }),
      say,
    );
    const account = emulatedAccount(emulator, certificate, { dir, env });
    const lines = commandLines(processes, account.env);
    // It is told which account: no need to synthesize the app for that.
    const address = `aws://${emulator.credentials.accessKeyId}/us-east-1`;
    const bootstrap = ['bootstrap', address, '--app', '', '--no-notices'];
    await timed('the account is bootstrapped', () => lines.cdk(bootstrap), say);
    const until = <T>(what: string, ask: () => Promise<T>) => eventually(what, ask, { patienceMs, signal });
    await runSteps(plans[plan], { ...lines, account, environments, deviations, outside, dir, until }, say);
    for (const { id, what, patch } of deviations) {
      say(`  ${patch === undefined ? 'unproven' : 'patched '}   ${id}: ${what}`);
    }
    return true;
  } catch (error) {
    say(whyItEnded(error, signal));
    if (emulator !== undefined) {
      await mkdir(dirname(logPath), { recursive: true });
      await writeFile(logPath, emulator.output());
      say(`What the emulator and the functions said is in ${logPath}`);
    }
    return false;
  } finally {
    await outside.stop();
  }
}
