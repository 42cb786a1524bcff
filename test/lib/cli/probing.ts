/** The command line, a fake of AWS, and real stand-ins to probe. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contracts } from '../../../functions/destinations/contracts.ts';
import { events } from '../../../functions/events/index.ts';
import type { Context } from '../../../lib/cli/context.ts';
import type { Contract } from '../../../lib/local/stand-ins/contract.ts';
import { contracts as everybody, type StandIns, startStandIns } from '../../../lib/local/stand-ins/index.ts';
import { listedIntegrations as integrations, listedContracts } from '../../fixtures/listed-integrations.ts';
import { type ShopStandIns, startShop } from '../../fixtures/shop/start.ts';
import { type FakeAws, startFakeAws } from './fake-aws.ts';
import { giveTokens } from './give-tokens.ts';
import { interlock, nowMs, type Ran } from './interlock.ts';

const repository = fileURLToPath(new URL('../../..', import.meta.url));

export interface Probing<All extends StandIns = ShopStandIns> {
  readonly aws: FakeAws;
  readonly standIns: All;
  /** Where contracts are kept. */
  readonly root: string;
  readonly lockPath: (destination: string) => string;
  /** Runs `probe` with these arguments. */
  readonly run: (...args: readonly string[]) => Promise<Ran>;
  readonly stop: () => Promise<void>;
}

/**
 * Of the shop's third parties.
 *
 * @param contractsRoot the folder with `contracts`. @default - a temporary one, without any
 */
export async function startProbing(contractsRoot?: string): Promise<Probing> {
  // Its clock stands still here, and 25 a second would be used up.
  const standIns = await startShop({ now: () => nowMs, limits: { wallet: null } });
  return probingOf(standIns, contractsRoot);
}

/**
 * Of whatever the lists of this repository hold.
 *
 * @param atMs when all of it begins: one clock for them and us, since a signature is good for minutes
 * @param contractsRoot the folder with `contracts`. @default - this repository
 * @param played @default - everybody
 */
export async function startOwnProbing(
  atMs = nowMs,
  contractsRoot = repository,
  played: readonly Contract[] = everybody,
): Promise<Probing<StandIns>> {
  // Each look at their clock is a second later: nobody's limit is used up, and each tells of its own.
  let ms = atMs;
  const now = () => {
    ms += 1_000;
    return ms;
  };
  const standIns = await startStandIns({ contracts: played, now });
  const probing = await probingOf(standIns, contractsRoot, () => ms, { integrations, events, contracts });
  return {
    ...probing,
    run: async (...args) => {
      // Just now: by these clocks a token does not live long.
      const destinations = listedContracts
        .map(({ destination }) => destination)
        .filter(({ name }) => name === args[0]);
      await giveTokens(probing.aws, { destinations, now });
      return probing.run(...args);
    },
  };
}

async function probingOf<All extends StandIns>(
  standIns: All,
  contractsRoot?: string,
  now = () => nowMs,
  lists: Partial<Context> = {},
): Promise<Probing<All>> {
  const temporary = await mkdtemp(join(tmpdir(), 'probe-'));
  const root = contractsRoot ?? temporary;
  const aws = await startFakeAws();
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
      interlock(['probe', ...args], {
        endpoint: aws.endpoint,
        context: { ...lists, root, randomId, now },
      }),
    stop: async () => {
      await aws.close();
      await Promise.all(Object.values(standIns).map((standIn) => standIn.stop()));
      await rm(temporary, { recursive: true });
    },
  };
}
