import type { EventContract } from '../../../functions/core/declare/event.ts';
import { versionName } from '../../../functions/core/declare/version-of.ts';
import { UsageError } from '../shell/errors.ts';

/**
 * The contract of an event type that an operator named; undefined: there is none. Of several versions it is the last in the
 * list, unless one is named. Throws `UsageError` on a version that there is not.
 */
export function contractCalled(
  type: string,
  version: string | undefined,
  contracts: readonly EventContract[],
): EventContract | undefined {
  const ofType = contracts.filter((one) => one.type === type);
  if (version === undefined) return ofType.at(-1);
  const names = ofType.map((one) => one.version ?? versionName(one, ofType));
  const found = ofType[names.indexOf(version)];
  if (found === undefined)
    throw new UsageError(
      names.length === 0
        ? `--version is of an event type, and "${type}" is none`
        : `there is no version "${version}" of ${type}; there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}`,
    );
  return found;
}
