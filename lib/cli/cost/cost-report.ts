/** What `interlock cost` works out. */
import type { Counts, ScenarioName } from '../../cost/counts.ts';
import { type EventCost, eventCost, type LedgerMode, ledgerModeOf } from '../../cost/event-cost.ts';
import { type FixedLine, integrationFixedCost, sharedFixedCost, sumOf } from '../../cost/fixed-cost.ts';
import { lookCostPerDay } from '../../cost/look-cost.ts';
import { pricesAsOf, pricesRegion } from '../../cost/prices.ts';
import { type PublicationCost, publicationCosts } from '../../cost/publication-cost.ts';
import type { Environment } from '../../environments.ts';

/** The scenarios that are told, by what they are called here. */
const told = {
  'batches of ten': 'ten',
  'one by one': 'one',
  'under a backlog': 'backlog',
  'retried once': 'retried',
  'throttled once': 'throttled',
  'second copy': 'duplicates',
} as const satisfies Readonly<Record<string, ScenarioName>>;
type Told = keyof typeof told;

export interface IntegrationReport {
  readonly integration: string;
  /** Dollars for a million events. */
  readonly perMillion: Readonly<Record<Told, EventCost>>;
  /** Dollars for a million events in batches of ten, were the ledger paid the other way. */
  readonly otherwise: number;
  readonly fixedPerMonth: readonly FixedLine[];
  /** Dollars for a month of batches of ten, with what is fixed. */
  readonly perMonth?: number;
}

export interface CostReport {
  readonly environment: string;
  readonly ledger: LedgerMode;
  readonly prices: { readonly asOf: string; readonly region: string };
  readonly counts: Pick<Counts, 'countedOn' | 'madeBy' | 'assumedLatencyMs'>;
  readonly eventsPerMonth?: number;
  readonly integrations: readonly IntegrationReport[];
  readonly publication: readonly PublicationCost[];
  readonly sharedPerMonth: readonly FixedLine[];
  /** Dollars a day for looking at one destination whose circuit is open. */
  readonly looksPerDay: number;
}

/** @param names of the integrations that are told of, all of them counted */
export function costReport(
  counts: Counts,
  environment: Environment,
  names: readonly string[],
  eventsPerMonth: number | undefined,
): CostReport {
  const { countedOn, madeBy, assumedLatencyMs } = counts;
  const ledger = ledgerModeOf(environment);
  const otherMode = ledger === 'on demand' ? 'provisioned' : 'on demand';
  const integrations = names.flatMap((name): IntegrationReport[] => {
    const counted = counts.integrations[name];
    if (counted === undefined) return [];
    const of = (scenario: ScenarioName) => eventCost(counted, scenario, environment);
    const perMillion = Object.fromEntries(
      Object.entries(told).map(([title, scenario]) => [title, of(scenario)]),
    ) as Record<Told, EventCost>;
    const fixedPerMonth = integrationFixedCost(counted);
    const month = (events: number) => (of('ten').total * events) / 1_000_000 + sumOf(fixedPerMonth);
    return [
      {
        integration: name,
        perMillion,
        otherwise: eventCost(counted, 'ten', environment, otherMode).total,
        fixedPerMonth,
        ...(eventsPerMonth === undefined ? {} : { perMonth: month(eventsPerMonth) }),
      },
    ];
  });
  return {
    environment: environment.name,
    ledger,
    prices: { asOf: pricesAsOf, region: pricesRegion },
    counts: { countedOn, madeBy, assumedLatencyMs },
    ...(eventsPerMonth === undefined ? {} : { eventsPerMonth }),
    integrations,
    publication: publicationCosts(counts).filter((one) =>
      one.integrations.some((name) => names.includes(name)),
    ),
    sharedPerMonth: sharedFixedCost(counts, environment),
    looksPerDay: lookCostPerDay(),
  };
}
