import type { Evidence } from '../evidence.ts';

/** No request begins without the time for it, and every invocation answers in time. */
export function deadlines({ world }: Evidence): readonly string[] {
  const late = [...world.thirdParties.values()].flatMap(({ name, arrivals }) =>
    arrivals
      .filter(({ isTooLate }) => isTooLate)
      .map(
        ({ sandbox, method, path }) =>
          `${sandbox} began ${method} ${path} of ${name} without the time for it`,
      ),
  );
  const killed = world.workers
    .filter(({ lambda }) => (lambda.stats.deaths.timeout ?? 0) > 0)
    .map(({ lambda }) => `${lambda.name} ran into its timeout ${lambda.stats.deaths.timeout} times`);
  return [...late, ...killed];
}
