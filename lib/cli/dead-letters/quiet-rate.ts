/** How fast messages go back to a queue in which live events wait: those come first (docs/decisions/redrive-beside-live-events.md). */
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { accountLimits } from '../../../functions/core/pace/account-limits.ts';
import { paceOf } from '../../../functions/core/pace/spacing.ts';
import type { Environment } from '../../environments.ts';
import { integrationName } from '../../names.ts';
import type { Context } from '../context.ts';
import { fewAtOnce } from '../few-at-once.ts';
import { queueCounts } from '../resources.ts';
import type { Flags } from '../shell/flags.ts';
import { writeLine } from '../shell/output.ts';
import { full, type PaceOptions, parseRate, type Rate } from './pace.ts';

/** Of what the limiter lets through, where no event waits: what comes meanwhile still finds room, and is seen two seconds later. */
const shareAlone = 0.8;

/**
 * While events wait, so that the redrive ends some day: what goes back comes out as it went in, so events that ask for all of
 * 25 a second, of which the spacing lets 86 % through, keep 80 % of it.
 */
const shareBeside = 1 / 12;

/** As many as a person looks at go at once: what is over before live events notice needs no waiting. */
const atFirst = 10;

/** For commands that send many back. */
export const rateFlag = {
  rate: {
    type: 'string',
    value: '<n>/s',
    about:
      'at most so many a second, and fewer while live events wait; full: as fast as they go, whoever waits',
  },
} as const satisfies Flags;

type Limited = Pick<AnyIntegration, 'operation'>;

/** How many a second the limiter lets through under a backlog; `Infinity`: there is no limit. */
function letThrough({ operation }: Limited, { settings }: Pick<Environment, 'settings'>): number {
  const { limits } = accountLimits(settings, operation.destination, operation.cost);
  const { intervalUs, close, budgets } = paceOf(limits, settings.pacing);
  return Math.min(
    1_000_000 / (close?.intervalUs ?? intervalUs),
    ...budgets.map(({ requests, windowMs }) => (requests * 1_000) / windowMs),
  );
}

/** What `--rate` says, and what live events leave it. Throws `UsageError`. */
export function rateOf(
  given: string | undefined,
  integration: Limited,
  environment: Pick<Environment, 'settings'>,
): Rate {
  const through = letThrough(integration, environment);
  const asked = given === undefined ? { perSecond: shareAlone * through, atFirst } : parseRate(given);
  if (asked.perSecond === Number.POSITIVE_INFINITY) return full;
  return { ...asked, whileEventsWait: Math.min(asked.perSecond, shareBeside * through) };
}

/** How a command goes at a rate: told once when it begins to matter, and looking whether events wait. */
export function pacing(
  rate: Rate,
  integration: Limited,
  { sqs, environment }: { readonly sqs: SQSClient; readonly environment: Environment },
  context: Pick<Context, 'stderr' | 'integrations'>,
): Required<PaceOptions> {
  const { name } = integration.operation.destination;
  // Of all that share the account.
  const queues = context.integrations
    .filter((one) => one.operation.destination.name === name)
    .map((one) => integrationName(environment.name, one.name));
  // What the limiter takes in a second is on its way, and not waiting.
  const onItsWay = letThrough(integration, environment);
  return {
    onWait: () =>
      writeLine(
        context.stderr,
        `from here at ${rounded(rate.perSecond)}/s, and at ${rounded(rate.whileEventsWait ?? rate.perSecond)}/s while events wait for ${name}, so that those come first (--rate says how many at most, or full)`,
      ),
    doEventsWait: async () => {
      try {
        const counts = await fewAtOnce(queues, (queue) => queueCounts(sqs, queue));
        return counts.reduce((sum, { visible }) => sum + visible, 0) > onItsWay;
      } catch {
        // Whoever cannot see them takes it that they do.
        return true;
      }
    },
  };
}

/** `4.3`, `0.34`: as a person writes it. */
const rounded = (perSecond: number) => `${Number(perSecond.toPrecision(2))}`;
