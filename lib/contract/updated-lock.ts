import { compareResponse } from '../../functions/core/contract/lock/compare-locks.ts';
import type { Lock, LockedOperation, LockedResponse } from '../../functions/core/contract/lock/lock.ts';
import { mergeResponses } from '../../functions/core/contract/lock/locked-response.ts';

/**
 * The lock after a probe. What it did not ask stays; what it saw is added to what was known, so that a field that comes
 * and goes is known as such in the end; but where the contract was broken, only what was seen now counts. Nothing is kept
 * of a lock of another origin or API version: it is another contract.
 */
export function updatedLock(recorded: Lock | undefined, observed: Lock): Lock {
  if (recorded === undefined || !isOfOneKind(recorded, observed)) return observed;
  const operations = new Map(recorded.operations);
  for (const [name, operation] of observed.operations) {
    operations.set(name, updated(name, recorded.operations.get(name), operation));
  }
  return { ...observed, operations: sorted(operations) };
}

const isOfOneKind = ({ recorded: a }: Lock, { recorded: b }: Lock) =>
  a.from === b.from && a.apiVersion === b.apiVersion;

function updated(
  name: string,
  recorded: LockedOperation | undefined,
  observed: LockedOperation,
): LockedOperation {
  if (recorded === undefined) return observed;
  const responses = new Map<number, LockedResponse>(recorded.responses);
  for (const [statusCode, response] of observed.responses) {
    const known = recorded.responses.get(statusCode);
    const isBroken =
      known !== undefined &&
      compareResponse(name, statusCode, known, response).some(({ breaking }) => breaking);
    responses.set(statusCode, known === undefined || isBroken ? response : mergeResponses(known, response));
  }
  return { ...observed, responses: new Map([...responses].sort(([a], [b]) => a - b)) };
}

const sorted = <T>(byName: ReadonlyMap<string, T>) =>
  new Map([...byName].sort(([a], [b]) => (a < b ? -1 : 1)));
