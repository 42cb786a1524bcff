import type { Evidence } from '../evidence.ts';

/**
 * One key, one request, byte for byte. What was refused before it was looked at (401, 429) binds nobody: a mapping that
 * was mended meanwhile may still be used.
 */
export function identicalBytes({ world }: Evidence): readonly string[] {
  return [...world.thirdParties.values()].flatMap(({ name, arrivals }) => {
    const byKey = new Map<string, Set<string>>();
    for (const { idempotencyKey, method, path, sha256, statusCode, heardAtMs } of arrivals) {
      const isRefused = heardAtMs !== undefined && (statusCode === 401 || statusCode === 429);
      if (idempotencyKey === undefined || isRefused) continue;
      const requests = byKey.get(idempotencyKey) ?? new Set();
      byKey.set(idempotencyKey, requests.add(`${method} ${path} ${sha256}`));
    }
    return [...byKey]
      .filter(([, requests]) => requests.size > 1)
      .map(([key, requests]) => `${name} saw ${requests.size} different requests under ${key}`);
  });
}
