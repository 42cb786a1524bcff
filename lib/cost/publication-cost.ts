/** What it costs to publish, whoever subscribes, dollars for a million events. Pure. */
import type { Counts } from './counts.ts';
import { dollarsFor } from './prices.ts';

export interface PublicationCost {
  readonly event: string;
  /** Names of the integrations that it goes to. */
  readonly integrations: readonly string[];
  /** Each event in a call of its own. */
  readonly single: number;
  /** Ten in a call of `PublishBatch`. */
  readonly batched: number;
}

const million = 1_000_000;
/** https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
const publishedTogether = 10;

export function publicationCosts({ integrations }: Pick<Counts, 'integrations'>): readonly PublicationCost[] {
  const events = new Set(Object.values(integrations).map(({ event }) => event));
  return [...events].map((event) => ({
    event,
    integrations: Object.keys(integrations).filter((name) => integrations[name]?.event === event),
    single: dollarsFor('publish', million),
    batched: dollarsFor('publish', million / publishedTogether),
  }));
}
