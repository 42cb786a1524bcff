import type { Account } from '../account.ts';
import type { Asked, Deviation } from './deviation.ts';
import { withProbeStack } from './probe-stack.ts';

/**
 * Says of each deviation that the emulator does not need any more what is to be done about it.
 * Ask after events were delivered and dead letters were made: some are about what comes of those.
 */
export const findNotNeeded = (
  account: Account,
  deviations: readonly Deviation[],
): Promise<readonly string[]> => withProbeStack(account, (asked) => notNeeded(asked, deviations));

export async function notNeeded(asked: Asked, deviations: readonly Deviation[]): Promise<readonly string[]> {
  const answers = await Promise.all(
    deviations.map(async (deviation) => ({ deviation, isStill: await deviation.isStillNeeded(asked) })),
  );
  return answers.flatMap(({ deviation, isStill }) => (isStill ? [] : [adviceOn(deviation)]));
}

const adviceOn = ({ id, what, patch }: Deviation) =>
  patch === undefined
    ? `${id}: the emulator can do this now: remove the deviation and prove ${what}`
    : `${id}: the emulator can do this now: remove the deviation, so that the template is deployed as it is`;
