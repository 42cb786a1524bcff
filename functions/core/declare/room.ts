/**
 * What a user writes: integration, destination, operation, event, mapping, contract, and their types.
 * Plain values, no effects. It stands at the bottom and knows the errors at most; packages lend it types only.
 */
export const room = {
  uses: ['functions/core/errors.ts'],
  packages: ['zod/v4/core'],
} as const;
