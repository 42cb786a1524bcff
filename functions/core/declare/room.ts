/**
 * What a user writes: integration, destination, operation, event, mapping, contract, and their types.
 * Plain values, no effects. It stands at the bottom and knows the errors at most; packages lend it types, and node:crypto the hashes that pure code may compute.
 */
export const room = {
  uses: ['functions/core/errors.ts'],
  packages: ['node:crypto', 'zod/v4/core'],
} as const;
