/** Limits that could not be held, said where they are declared. */

/** Of a destination what is looked at, as it may come past its types. */
interface Limits {
  readonly concurrentRequests?: number;
  readonly resourceLimits?: readonly { readonly requests: number; readonly windowMs: number }[];
  readonly costLimit?: { readonly points: number; readonly restoredPerSecond: number };
}

/** Each has an attribute of one item while it is used: of more than 60 a write costs a second unit, of more than these a third. */
const concurrentRequestsMax = 100;
/** A longer window of each of a thousand channels would be kept for as long. */
const resourceWindowMsMax = 60_000;

/** Throws `TypeError` on limits of a destination that nothing could hold. */
export function refuseLimits(name: string, limits: Limits): void {
  const { concurrentRequests: atOnce, resourceLimits, costLimit } = limits;
  const refuse = (why: string) => {
    throw new TypeError(`destination "${name}": ${why}`);
  };
  if (atOnce !== undefined && !(isCount(atOnce) && atOnce <= concurrentRequestsMax))
    refuse(`concurrentRequests is ${atOnce}; a whole number from 1 to ${concurrentRequestsMax} can be held`);
  const odd = resourceLimits?.find(
    ({ requests, windowMs }) => !(isCount(requests) && isCount(windowMs) && windowMs <= resourceWindowMsMax),
  );
  if (odd !== undefined || resourceLimits?.length === 0)
    refuse('resourceLimits are whole requests, at least 1, in a window of at most a minute (60000)');
  if (costLimit !== undefined && !(isCount(costLimit.points) && costLimit.restoredPerSecond > 0))
    refuse('costLimit has whole points, and restores more than 0 a second');
}

/** Throws `TypeError` when an operation does not say what a limit of its destination is counted by. */
export function refuseUncounted(operation: {
  readonly name: string;
  readonly destination: Limits;
  readonly resource?: unknown;
  readonly cost?: number | undefined;
}): void {
  const { name, resource, cost } = operation;
  const { resourceLimits, costLimit } = operation.destination;
  const refuse = (why: string) => {
    throw new TypeError(`operation "${name}": ${why}`);
  };
  if (resourceLimits === undefined && resource !== undefined) refuse('resource without resourceLimits');
  if (resourceLimits !== undefined && resource === undefined)
    refuse('say which of the resourceLimits a request is for: resource');
  if (costLimit === undefined && cost !== undefined) refuse('cost without a costLimit');
  if (costLimit !== undefined && !isCount(cost ?? 0))
    refuse('say what a request may cost of the costLimit, in whole points: cost');
  if (costLimit !== undefined && !fits(costLimit, cost ?? 0))
    refuse(`costs ${cost}, which with a second's points is more than ${costLimit.points}`);
}

/** What may go out at once after a pause, and what is restored while clocks differ: the bucket has to hold it. */
function fits(limit: { readonly points: number; readonly restoredPerSecond: number }, cost: number): boolean {
  const { points, restoredPerSecond } = limit;
  const aMinute = Math.floor((60 * restoredPerSecond) / cost);
  const atOnce = Math.max(1, Math.min(10, Math.floor(aMinute / 10)));
  return aMinute >= 1 && atOnce * cost + restoredPerSecond <= points;
}

const isCount = (value: number) => Number.isSafeInteger(value) && value > 0;
