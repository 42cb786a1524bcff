import type { Destination, RateLimit } from '../declare/destination.ts';

/** The limits of one account at a third party, and whether they are the environment's own and not those that it declares. */
export interface AccountLimits {
  readonly limits: readonly RateLimit[];
  readonly areOwn: boolean;
}

/**
 * What an environment's account may send a destination: its own plan's limits where the environment names some, else what
 * the destination declares, by its settings or for all. The one place that decides, for whoever sends, plans, watches or tells.
 * @param cost of a request, in points; where points are counted, what is restored of them is a limit of such requests.
 *   @default - a point, as a probe
 */
export function accountLimits(
  { rateLimits: own }: { readonly rateLimits?: Readonly<Record<string, readonly RateLimit[]>> | undefined },
  {
    name,
    rateLimits,
    hasOwnLimits = false,
    costLimit,
  }: Pick<Destination, 'name' | 'rateLimits' | 'hasOwnLimits' | 'costLimit'>,
  cost = 1,
): AccountLimits {
  const limits = own !== undefined && Object.hasOwn(own, name) ? own[name] : undefined;
  const points =
    costLimit === undefined
      ? []
      : [{ requests: Math.floor((60 * costLimit.restoredPerSecond) / cost), windowMs: 60_000 }];
  return {
    limits: [...(limits ?? rateLimits), ...points],
    areOwn: limits !== undefined || hasOwnLimits,
  };
}
