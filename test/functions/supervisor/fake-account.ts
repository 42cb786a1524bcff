/** The account's item in memory, with the conditions that the ledger's has. */
import { emptyAccount, type Parking } from '../../../functions/core/pace/account.ts';
import type { AccountStore } from '../../../functions/core/pace/account-store.ts';

type Changeable<T> = { -readonly [K in keyof T]: T[K] };

export interface FakeAccount extends AccountStore {
  item: Changeable<Parking> | undefined;
  claimedUntilMs: number;
  probesReserved: number;
}

export function fakeAccount(now: () => number, item?: Parking): FakeAccount {
  const isIncident = (parkedAtMs: number) => account.item?.parkedAtMs === parkedAtMs;
  const account: FakeAccount = {
    item: item === undefined ? undefined : { ...item },
    claimedUntilMs: 0,
    probesReserved: 0,
    state: async () => ({ ...emptyAccount, parking: account.item && { ...account.item } }),
    claimCircuitAlert: async () => false,
    circuitAlerted: async () => {},
    postpone: async () => false,
    letTry: async () => false,
    claimLook: async () => false,
    recordLook: async () => {},
    parking: async () => (account.item === undefined ? undefined : { ...account.item }),
    park: async (why) => {
      if (account.item !== undefined) return false;
      account.item = { parkedAtMs: now(), ...why };
      return true;
    },
    claimAlert: async (parkedAtMs) => {
      const isFree = account.item?.alertedAtMs === undefined && account.claimedUntilMs <= now();
      if (!isIncident(parkedAtMs) || !isFree) return false;
      account.claimedUntilMs = now() + 60_000;
      return true;
    },
    alerted: async (parkedAtMs) => {
      if (account.item !== undefined && isIncident(parkedAtMs)) account.item.alertedAtMs = now();
    },
    refusedAgain: async (parkedAtMs, version) => {
      if (account.item !== undefined && isIncident(parkedAtMs)) account.item.refusedVersion = version;
    },
    resume: async (parkedAtMs) => {
      if (parkedAtMs === undefined || !isIncident(parkedAtMs)) return false;
      account.item = undefined;
      return true;
    },
    hold: async () => {},
    reserveProbe: async () => {
      account.probesReserved += 1;
      return now();
    },
  };
  return account;
}
