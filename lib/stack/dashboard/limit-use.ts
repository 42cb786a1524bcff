/** How much of each third party's limit is used. */
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { RateLimit } from '../../../functions/core/declare/destination.ts';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { accountLimits } from '../../../functions/core/pace/account-limits.ts';
import type { Environment } from '../../environments.ts';
import { ownMetric } from '../alarms/alarm.ts';
import { fiveMinutes } from './graphs.ts';

/**
 * A line for each destination: attempts against what its limit lets out, percent. Lookups and probes are not among the
 * attempts, so that it is a little less than what is used.
 */
export function limitUses(
  environment: Environment,
  integrations: readonly AnyIntegration[],
): readonly IMetric[] {
  const destinations = new Map(
    integrations.map(({ operation: { destination } }) => [destination.name, destination]),
  );
  return [...destinations.values()].map((destination, at) => {
    const perSecond = perSecondOf(accountLimits(environment.settings, destination).limits);
    return new MathExpression({
      expression: `100 * c${at} / (${perSecond} * PERIOD(c${at}))`,
      label: destination.name,
      usingMetrics: {
        [`c${at}`]: ownMetric('AttemptDurationMs', {
          environment: environment.name,
          of: { destination: destination.name },
          period: fiveMinutes,
          statistic: 'SampleCount',
        }),
      },
      period: fiveMinutes,
    });
  });
}

/** What a period can tell of is a limit that is over within it: a day's may well be spent in an hour. */
function perSecondOf(limits: readonly RateLimit[]): number {
  const short = limits.filter(({ windowMs }) => windowMs <= fiveMinutes.toMilliseconds());
  const told = short.length === 0 ? limits : short;
  return Math.min(...told.map(({ requests, windowMs }) => (1_000 * requests) / windowMs));
}
