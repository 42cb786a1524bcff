/** The points of an app in a shop: a bucket that runs full again. https://shopify.dev/docs/apps/build/apis/graphql-admin/rate-limits */

/** Of the smallest plan; the depth as its answers tell it. */
const maximumAvailable = 2_000;
const restoreRate = 100;

export interface Points {
  /** Takes them, or says `false` and takes none. */
  readonly take: (cost: number, nowMs: number) => boolean;
  /** As an answer tells of it. @param actual `null`: it was not carried out */
  readonly told: (requested: number, actual: number | null, nowMs: number) => object;
}

export function createPoints(): Points {
  let [held, atMs] = [maximumAvailable, 0];
  const left = (nowMs: number) =>
    Math.min(maximumAvailable, held + (Math.max(0, nowMs - atMs) / 1_000) * restoreRate);
  return {
    take: (cost, nowMs) => {
      const now = left(nowMs);
      if (now < cost) return false;
      [held, atMs] = [now - cost, nowMs];
      return true;
    },
    told: (requestedQueryCost, actualQueryCost, nowMs) => ({
      requestedQueryCost,
      actualQueryCost,
      throttleStatus: { maximumAvailable, currentlyAvailable: Math.floor(left(nowMs)), restoreRate },
    }),
  };
}
