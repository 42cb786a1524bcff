import type { Destination, RateLimit } from '../declare/destination.ts';

/** The limits of one account at a third party, and whether they are the environment's own and not those that it declares. */
export interface AccountLimits {
  readonly limits: readonly RateLimit[];
  readonly areOwn: boolean;
}

/**
 * What an environment's account may send a destination: its own plan's limits where the environment names some, else what
 * the destination declares, by its settings or for all. The one place that decides, for whoever sends, plans, watches or tells.
 */
export function accountLimits(
  { rateLimits: own }: { readonly rateLimits?: Readonly<Record<string, readonly RateLimit[]>> | undefined },
  { name, rateLimits, hasOwnLimits = false }: Pick<Destination, 'name' | 'rateLimits' | 'hasOwnLimits'>,
): AccountLimits {
  const limits = own !== undefined && Object.hasOwn(own, name) ? own[name] : undefined;
  return { limits: limits ?? rateLimits, areOwn: limits !== undefined || hasOwnLimits };
}
