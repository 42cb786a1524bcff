/**
 * What a million events cost: counted calls, list prices, and the sums. Pure; the counts come from a file that the
 * benchmark writes. May use the environments.
 */
export const room = {
  uses: ['lib/environments.ts'],
} as const;
