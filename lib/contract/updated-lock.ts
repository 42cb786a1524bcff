import { mergeChecks } from '../../functions/core/contract/lock/compare-checks.ts';
import { compareResponse } from '../../functions/core/contract/lock/compare-locks.ts';
import { printJson } from '../../functions/core/contract/lock/json-print.ts';
import type { Lock, LockedOperation, LockedResponse } from '../../functions/core/contract/lock/lock.ts';
import { mergeResponses } from '../../functions/core/contract/lock/locked-response.ts';
import { writeResponse } from '../../functions/core/contract/lock/locked-response-json.ts';

/**
 * The lock after a probe. What it did not ask stays; what it saw is added to what was known, so that a field that comes
 * and goes is known as such in the end; but where the contract was broken, only what was seen now counts. Nothing is kept
 * of a lock of another origin or API version: it is another contract. Answers that say nothing new leave their place as it
 * was, their number too: the diff shows what changed, and nothing else.
 */
export function updatedLock(recorded: Lock | undefined, observed: Lock): Lock {
  if (recorded === undefined || !isOfOneKind(recorded, observed)) return observed;
  const operations = new Map(recorded.operations);
  for (const [name, operation] of observed.operations) {
    operations.set(name, updated(name, recorded.operations.get(name), operation));
  }
  // A stand-in listens wherever there is room.
  const { host } = observed.recorded.from === 'stand-in' ? recorded.recorded : observed.recorded;
  return { ...observed, recorded: { ...observed.recorded, host }, operations: sorted(operations) };
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
    responses.set(statusCode, known === undefined || isBroken ? response : grown(known, response));
  }
  const checks = updatedChecks(recorded.checks, observed.checks);
  return {
    ...observed,
    ...(checks === undefined ? {} : { checks }),
    responses: new Map([...responses].sort(([a], [b]) => a - b)),
  };
}

/** What is known, where the new ones only say it again. */
function grown(known: LockedResponse, response: LockedResponse): LockedResponse {
  const merged = mergeResponses(known, response);
  const said = ({ samples: _, ...rest }: LockedResponse) => printJson(writeResponse({ ...rest, samples: 0 }));
  return said(merged) === said(known) ? known : merged;
}

/** What a check came to now counts, where it never came to that before; else it adds nothing. */
function updatedChecks(recorded: LockedOperation['checks'], observed: LockedOperation['checks']) {
  if (recorded === undefined || observed === undefined) return observed ?? recorded;
  const changed = [...observed].filter(([check, { outcomes }]) => {
    const known = recorded.get(check);
    return outcomes.some((outcome) => known?.outcomes.includes(outcome) !== true);
  });
  return mergeChecks(
    new Map([...recorded].filter(([check]) => !changed.some(([name]) => name === check))),
    new Map(changed),
  );
}

const sorted = <T>(byName: ReadonlyMap<string, T>) =>
  new Map([...byName].sort(([a], [b]) => (a < b ? -1 : 1)));
