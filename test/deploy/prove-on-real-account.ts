import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { type Environment, realAccount } from './account.ts';
import { commandLines } from './command-lines.ts';
import { destroy } from './deploy.ts';
import { eventually } from './eventually.ts';
import { namedResources } from './named-resources.ts';
import { createProcesses } from './processes.ts';
import type { Proof } from './proof.ts';
import { type Run, runSteps, whyItEnded } from './run-steps.ts';
import { steps } from './steps/index.ts';

/** AWS takes up to a minute for some changes to be seen everywhere, and up to minutes for an event source. */
const patienceMs = 5 * 60_000;
/** A stack of a hundred resources goes within five minutes. */
const cleaningMs = 15 * 60_000;

interface Options extends Run {
  readonly env: Environment;
}

/** Returns whether every step that a real account allows came to its end. Says why not. */
export async function proveOnRealAccount(id: string, { signal, env, say }: Options): Promise<boolean> {
  const dir = await mkdtemp(join(tmpdir(), 'interlock-deploy-proof-'));
  const processes = createProcesses(signal);
  const account = realAccount(env);
  const lines = commandLines(processes, account.env);
  const until = <T>(what: string, ask: () => Promise<T>) => eventually(what, ask, { patienceMs, signal });
  const proof: Proof = { ...lines, account, environments: ['dev'], deviations: [], dir, until };
  let isOurs = false;
  try {
    await refuseUnlessEmpty(proof, id);
    isOurs = true;
    await runSteps(steps, proof, say);
    return true;
  } catch (error) {
    say(whyItEnded(error, signal));
    if (isOurs) await cleanUp(proof, say);
    return false;
  } finally {
    await processes.endAll();
    await rm(dir, { recursive: true, force: true });
  }
}

/** Also after the deadline, when no process of the run may start any more. */
async function cleanUp(proof: Proof, say: Run['say']): Promise<void> {
  say('destroying what was deployed');
  const lines = commandLines(createProcesses(AbortSignal.timeout(cleaningMs)), proof.account.env);
  await destroy({ ...proof, ...lines }, 'dev').catch((failure) => {
    say(`interlock-dev has to be destroyed by hand: ${failure}`);
  });
}

/** Nothing may be deployed over, and destroyed with, what somebody works with. */
async function refuseUnlessEmpty({ account: { clients } }: Proof, id: string): Promise<void> {
  const { Account: found } = await clients.sts.send(new GetCallerIdentityCommand({}));
  if (found !== id) throw new Error(`--confirm says ${id}, but the credentials are for ${found}`);
  const taken = await namedResources(clients, 'dev');
  if (taken.length > 0) throw new Error(`this account has an interlock-dev already: ${taken.join(', ')}`);
}
