/** What stands on the bill although nothing happens, dollars a month. Pure. */
import type { Environment } from '../environments.ts';
import { assumptions } from './assumptions.ts';
import type { Counts, IntegrationCounts } from './counts.ts';
import { dollarsFor } from './prices.ts';

export interface FixedLine {
  readonly item: string;
  readonly how: string;
  /** A month. */
  readonly dollars: number;
}

const hoursOfMonth = assumptions.daysOfMonth * 24;
const minutesOfMonth = hoursOfMonth * 60;
const idlePolls = dollarsFor('queueRequest', assumptions.idlePollsPerMinute * minutesOfMonth);

/** What goes when the integration goes. Metrics are billed for the hours in which something is delivered: here all. */
export function integrationFixedCost(counts: IntegrationCounts): readonly FixedLine[] {
  const { alarms } = counts;
  const metrics = metricsOf(counts);
  return [
    { item: 'Metrics', how: `${metrics}, by integration`, dollars: dollarsFor('metric', metrics) },
    { item: 'Alarms', how: `${alarms}`, dollars: dollarsFor('alarm', alarms) },
    pollsOf(1),
  ];
}

/** What the integrations share. */
export function sharedFixedCost(
  { stack, integrations }: Counts,
  environment: Pick<Environment, 'ledgerWrites' | 'egress'>,
): readonly FixedLine[] {
  const all = Object.values(integrations);
  const alarms = stack.alarms - all.reduce((sum, one) => sum + one.alarms, 0);
  const byDestination = new Map(all.map((one) => [one.destination, metricsOf(one)]));
  const metrics = [...byDestination.values()].reduce((sum, count) => sum + count, 0);
  const queues = stack.polledQueues - all.length;
  const reads = assumptions.secretReadsPerHour * hoursOfMonth * all.length;
  return [
    { item: 'Metrics', how: `${metrics}, by destination`, dollars: dollarsFor('metric', metrics) },
    { item: 'Alarms', how: `${alarms}`, dollars: dollarsFor('alarm', alarms) },
    { item: 'Dashboard', how: '1: an account has three for nothing', dollars: dollarsFor('dashboard', 1) },
    { item: 'Secrets', how: `${stack.secrets}`, dollars: dollarsFor('secret', stack.secrets) },
    pollsOf(queues),
    {
      item: 'Secret reads',
      how: `${reads}: one sandbox of each integration in use all month, ${assumptions.secretReadsPerHour} an hour`,
      dollars: dollarsFor('secretRead', reads),
    },
    ...ledgerFixedCost(stack, environment),
    ...egressFixedCost(environment),
  ];
}

/** The least of a table that is paid by the hour; none of one that is paid on demand. */
function ledgerFixedCost(
  { sandboxes }: Counts['stack'],
  { ledgerWrites }: Pick<Environment, 'ledgerWrites'>,
): readonly FixedLine[] {
  if (ledgerWrites === undefined) return [];
  const { perSecondMin } = ledgerWrites;
  const { scalingAlarms } = assumptions;
  return [
    {
      item: 'Ledger writes',
      how: `${perSecondMin} units of capacity at least: part of what events cost above, and not on top of it`,
      dollars: dollarsFor('writeCapacity', perSecondMin * hoursOfMonth),
    },
    {
      item: 'Ledger reads',
      how: `${sandboxes} units of capacity, one for each sandbox`,
      dollars: dollarsFor('readCapacity', sandboxes * hoursOfMonth),
    },
    {
      item: 'Scaling alarms',
      how: `${scalingAlarms}, of auto scaling`,
      dollars: dollarsFor('alarm', scalingAlarms),
    },
  ];
}

/** What is sent through it comes on top, by the GB. */
function egressFixedCost({ egress }: Pick<Environment, 'egress'>): readonly FixedLine[] {
  if (egress === undefined) return [];
  const hours = egress.addresses * hoursOfMonth;
  return [
    {
      item: 'Fixed addresses',
      how: `${egress.addresses}, each with a NAT gateway`,
      dollars: dollarsFor('natGateway', hours) + dollarsFor('publicAddress', hours),
    },
  ];
}

const pollsOf = (queues: number): FixedLine => ({
  item: 'Empty polls',
  how: `${queues} × ${assumptions.idlePollsPerMinute} a minute, where nothing comes`,
  dollars: queues * idlePolls,
});

/** Names that are told on the straight way. What goes wrong has metrics of its own, for the hours in which it does. */
const metricsOf = ({ scenarios: { ten } }: IntegrationCounts) => ten.metrics;

export const sumOf = (lines: readonly { readonly dollars: number }[]) =>
  lines.reduce((sum, { dollars }) => sum + dollars, 0);
