/**
 * One contract for each event type: its schema, and which of its fields are personal.
 * Pure: declarations only, no effects.
 */
export const room = {
  uses: ['functions/core/declare'],
  packages: ['zod/mini'],
} as const;
