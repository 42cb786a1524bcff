/**
 * The third parties, a folder each: address, auth, limits, error table, and one file for each operation.
 * Pure: an operation returns its request as data. May use declarations only.
 */
export const room = {
  uses: ['functions/core/declare'],
  packages: ['fast-xml-parser', 'zod/mini'],
} as const;
