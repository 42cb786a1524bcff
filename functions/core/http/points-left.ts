import type { HttpResponse } from '../declare/http-message.ts';
import type { Operation } from '../declare/operation.ts';
import { guarded } from './guarded.ts';

/**
 * For how long a response leaves too few points for another request of the kind, and for what may be under way: a second's
 * of what is restored. Milliseconds; `undefined`: they suffice, or it does not say.
 */
export function pointsLeftMs(
  { cost = 1, destination: { costLimit } }: Pick<Operation<never>, 'cost' | 'destination'>,
  response: HttpResponse,
): number | undefined {
  const left = guarded(() => costLimit?.left?.(response));
  if (costLimit === undefined || left === undefined || !Number.isFinite(left)) return undefined;
  const { points, restoredPerSecond } = costLimit;
  const missing = Math.min(cost + restoredPerSecond, points) - Math.max(0, left);
  return missing <= 0 ? undefined : Math.ceil((missing / restoredPerSecond) * 1_000);
}
