/** How fast messages go back to a queue in which live events wait, unless somebody says otherwise. */
import type { RateLimit } from '../../../functions/core/declare/destination.ts';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { accountLimits } from '../../../functions/core/pace/account-limits.ts';
import { type Pacing, paceOf } from '../../../functions/core/pace/spacing.ts';
import type { Environment } from '../../environments.ts';
import type { Flags } from '../shell/flags.ts';
import { parseRate, type Rate } from './pace.ts';

/**
 * What goes back waits in the same queue as live events, and both come out as they went in: at a fifth of what the limiter
 * lets through, events that take four fifths of that lose nothing, and those that take all of it a sixth
 * (docs/decisions/redrive-beside-live-events.md).
 */
const share = 0.2;

/** As many as a person looks at go at once: what is over before live events notice needs no waiting. */
const atFirst = 10;

/** A share of what the limits let through, not of their numbers: of 25 a second that is 86 %. */
export function quietRate(limits: readonly RateLimit[], pacing: Pacing): Rate {
  const { intervalUs, close, budgets } = paceOf(limits, pacing);
  const perSecond = Math.min(
    1_000_000 / (close?.intervalUs ?? intervalUs),
    ...budgets.map(({ requests, windowMs }) => (requests * 1_000) / windowMs),
  );
  return { perSecond: share * perSecond, atFirst };
}

/** For commands that send many back. */
export const rateFlag = {
  rate: {
    type: 'string',
    value: '<n>/s',
    about: 'at most so many a second, or full; a fifth of what the limiter lets through unless given',
  },
} as const satisfies Flags;

/** What `--rate` says, or the quiet rate. Throws `UsageError`. */
export const rateOf = (
  given: string | undefined,
  integration: Pick<AnyIntegration, 'operation'>,
  environment: Pick<Environment, 'settings'>,
): Rate => (given === undefined ? quietRateOf(integration, environment) : parseRate(given));

function quietRateOf(
  { operation }: Pick<AnyIntegration, 'operation'>,
  { settings }: Pick<Environment, 'settings'>,
): Rate {
  const { limits } = accountLimits(settings, operation.destination, operation.cost);
  return quietRate(limits, settings.pacing);
}

/** What is said when it begins to matter. */
export const quietLine = ({ perSecond }: Rate, { operation }: Pick<AnyIntegration, 'operation'>): string =>
  `from here at ${rounded(perSecond)}/s, a fifth of what the limiter lets through to ${operation.destination.name}, so that live events keep the rest (--rate 10/s or full says otherwise)`;

/** `4.3`, `0.34`: as a person writes it. */
const rounded = (perSecond: number) => `${Number(perSecond.toPrecision(2))}`;
