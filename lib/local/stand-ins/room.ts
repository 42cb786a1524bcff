/**
 * Third parties on loopback that keep their real contract, and misbehave on request; or say again what was recorded.
 * May use declarations, for limits and credentials, and recordings.
 */
export const room = {
  uses: ['functions/core/declare', 'lib/contract', 'lib/local/foreign-request.ts'],
} as const;
