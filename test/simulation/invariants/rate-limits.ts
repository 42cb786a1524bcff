import type { Evidence } from '../evidence.ts';

/** No closed window of any declared limit sees more arrivals than it allows, by the third party's own clock. */
export function rateLimits({ world }: Evidence): readonly string[] {
  const destinations = new Map(
    world.workers.map(({ integration }) => [
      integration.operation.destination.name,
      integration.operation.destination,
    ]),
  );
  return [...destinations.values()].flatMap(({ name, rateLimits: limits }) => {
    const arrivals = (world.thirdParties.get(name)?.arrivals ?? [])
      .map(({ atMs }) => atMs)
      .sort((a, b) => a - b);
    return limits.flatMap(({ requests, windowMs }) => {
      const most = mostInAWindow(arrivals, windowMs);
      return most > requests
        ? [`${name} saw ${most} requests in ${windowMs} ms, ${requests} are allowed`]
        : [];
    });
  });
}

/** @param atMs in order */
export function mostInAWindow(atMs: readonly number[], windowMs: number): number {
  let [most, from] = [0, 0];
  for (const [to, at] of atMs.entries()) {
    while (at - (atMs[from] ?? 0) > windowMs) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}
