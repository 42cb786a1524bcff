/** How many requests a check may take: the function's timeout is made of it. */
import { triesMax } from '../core/contract/probe/send-probe.ts';
import type { DeclaredIntegration } from '../core/declare/integration.ts';

/** Each valid request is made once: over the days that shows what comes and goes. */
export const samples = 1;

/** Two pages of a list, or one and a page of two. */
const pages = 2;

/** The most requests of one check of `destination`, throttled ones included: those that only read (probe/run-checks.ts). */
export function requestsMax(destination: string, integrations: readonly DeclaredIntegration[]): number {
  const operations = integrations.map(({ operation }) => operation);
  const lookups = operations.filter(
    (operation) => operation.destination.name === destination && operation.repeat.by === 'lookup',
  );
  const names = new Set(lookups.map(({ name }) => name));
  return (samples + pages + names.size) * triesMax;
}
