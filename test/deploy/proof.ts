/** What the steps of the proof have in their hands. */
import type { EnvironmentName } from '../../lib/environments.ts';
import type { Account } from './account.ts';
import type { CommandLines } from './command-lines.ts';
import type { Deviation } from './deviations/deviation.ts';
import type { OutsideWorld } from './outside-world.ts';

export interface Proof extends CommandLines {
  readonly account: Account;
  /** Deployed beside each other. */
  readonly environments: readonly EnvironmentName[];
  readonly deviations: readonly Deviation[];
  /** A real account has none: what it reaches are the third parties themselves. */
  readonly outside?: OutsideWorld;
  /** For assemblies and the like; removed after the run. */
  readonly dir: string;
  /** Waits until `ask` does not fail any more, as long as that may take in this account. */
  readonly until: <T>(what: string, ask: () => Promise<T>) => Promise<T>;
}

export interface Step {
  /** A sentence that is true when `run` resolves. */
  readonly claim: string;
  readonly run: (proof: Proof) => Promise<void>;
  /** It looks into the books of the stand-ins, or at what only an emulator is asked. */
  readonly onlyEmulated?: true;
}
