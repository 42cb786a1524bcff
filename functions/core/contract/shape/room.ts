/**
 * The shapes of JSON values, as read from answers: kinds, formats, fields, and what two shapes are together.
 * Knows nothing else of ours.
 */
export const room = {
  uses: [],
  packages: [],
} as const;
