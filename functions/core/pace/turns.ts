/** What a request passes beside the account's rates, where its destination declares it: its resource's rate, and a lane. */
import type { PermitDecision } from './account.ts';
import { type Lane, type Lanes, noLane } from './lanes.ts';
import { reserveOne, waitForPermit } from './permit-wait.ts';
import type { ResourceRates } from './resource-rates.ts';

/** Of one request, from asking for its permit until it is over. */
export interface Turn {
  /** As `waitForPermit`, for a request that passes what else there is, too. */
  readonly wait: typeof waitForPermit;
  /** @param isOpen nobody knows whether the third party is done with it */
  readonly leave: (isOpen: boolean) => void;
}

export interface Turns {
  /** @param resource of the request, as its operation names it; `undefined`: none */
  readonly next: (resource: string | undefined) => Promise<Turn>;
  /** All turns are over, and what they held is given back. Never rejects. */
  readonly settled: () => Promise<void>;
}

export interface TurnsOptions {
  readonly lanes: Lanes | undefined;
  readonly rates: ResourceRates | undefined;
  /** What stands in the table for a resource: of bounded length, and nobody's name. */
  readonly keyOf: (resource: string) => string;
  readonly now: () => number;
}

export const createTurns = ({ lanes, rates, keyOf, now }: TurnsOptions): Turns => ({
  next: async (resource) => {
    const key = resource === undefined || rates === undefined ? undefined : keyOf(resource);
    let lane: Lane | undefined;
    let hasRoom = false;
    /** In this order nothing is used up by what is refused: that there is room costs nothing, and a lane is given back. */
    const behind = async (ask: () => Promise<PermitDecision>): Promise<PermitDecision> => {
      if (key !== undefined && !hasRoom) {
        const noRoom = await rates?.room(key);
        if (noRoom !== undefined) return noRoom;
        hasRoom = true;
      }
      if (lanes !== undefined) lane ??= await lanes.take();
      if (lanes !== undefined && lane === undefined) return noLane(now());
      const permit = await ask();
      if (!permit.given || key === undefined) return permit;
      return (await rates?.book(key, permit.atMs)) ?? permit;
    };
    return {
      wait: (options, { ask, prepare }) => {
        const { account } = options;
        const behindAll: typeof account = {
          reserve: async () => [await behind(() => reserveOne(account))],
          check: async (permit) =>
            (await account.check(permit)) ?? ((await lane?.lasts()) === false ? noLane(now()) : undefined),
        };
        return waitForPermit({ ...options, account: behindAll }, { ask: () => behind(ask), prepare });
      },
      leave: (isOpen) => {
        if (key !== undefined && hasRoom) rates?.leave(key);
        lane?.leave(isOpen);
      },
    };
  },
  settled: async () => lanes?.settled(),
});
