/** How long a look may take: what the function's timeout is made of. */
import { triesMax } from '../core/contract/probe/conversation.ts';
import type { AnyIntegration } from '../core/declare/integration.ts';

/** A permit may be far off, when a budget for the day is used up: then the third party is looked at tomorrow. */
export const permitWaitMsMax = 10_000;

/** Each valid request is made once: what comes and goes shows over the days. */
export const samples = 1;

/** A list is asked for two pages. */
const lists = 2;

/** The most requests of one look at `destination`, throttled ones among them: what is only read (contract/run-checks.ts). */
export function requestsMax(destination: string, integrations: readonly AnyIntegration[]): number {
  const operations = integrations.map(({ operation }) => operation);
  const lookups = operations.filter(
    (operation) => operation.destination.name === destination && operation.repeat.by === 'lookup',
  );
  const names = new Set(lookups.map(({ name }) => name));
  return (samples + lists + names.size) * triesMax;
}
