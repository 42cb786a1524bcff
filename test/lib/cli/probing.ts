/** The command line, a fake of AWS, and real stand-ins to probe. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StandIns, startStandIns } from '../../../lib/local/stand-ins/index.ts';
import { type FakeAws, startFakeAws } from './fake-aws.ts';
import { interlock, nowMs, type Ran } from './interlock.ts';

export interface Probing {
  readonly aws: FakeAws;
  readonly standIns: StandIns;
  /** Where contracts are kept. */
  readonly root: string;
  readonly lockPath: (destination: string) => string;
  /** Runs `probe` with these arguments. */
  readonly run: (...args: readonly string[]) => Promise<Ran>;
  readonly stop: () => Promise<void>;
}

/**
 * @param contractsRoot the folder with `contracts`. @default - a temporary one, without any
 * @param atMs when all of it happens: every clock stands still
 */
export async function startProbing(contractsRoot?: string, atMs = nowMs): Promise<Probing> {
  const temporary = await mkdtemp(join(tmpdir(), 'probe-'));
  const root = contractsRoot ?? temporary;
  const aws = await startFakeAws();
  // Its clock stands still here, and 25 a second would be used up.
  const standIns = await startStandIns({ now: () => atMs, limits: { stripe: null } });
  for (const { name, secret } of Object.values(standIns)) {
    aws.secrets.set(`interlock/local/${name}`, JSON.stringify(secret));
    aws.secrets.set(`interlock/dev/${name}`, JSON.stringify(secret));
  }
  let ids = 0;
  const randomId = () => {
    ids += 1;
    return `${ids}`.padStart(16, '0');
  };
  return {
    aws,
    standIns,
    root,
    lockPath: (destination) => join(root, 'contracts', `${destination}.lock.json`),
    run: (...args) =>
      interlock(['probe', ...args], { endpoint: aws.endpoint, context: { root, randomId, now: () => atMs } }),
    stop: async () => {
      await aws.close();
      await Promise.all(Object.values(standIns).map((standIn) => standIn.stop()));
      await rm(temporary, { recursive: true });
    },
  };
}
