/**
 * Bundles the functions, each with what is deployed beside it. May use declarations and names.
 * Knows nothing of stacks: the code that it makes is the same for every environment.
 */
export const room = {
  uses: ['functions/core/declare', 'lib/contract', 'lib/environments.ts', 'lib/names.ts'],
} as const;
