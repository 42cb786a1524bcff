/**
 * An AWS of our own on loopback: one endpoint, what a synthesized template describes behind it, and the processes that the
 * functions run in. Knows nothing of what the functions do.
 */
export const room = {
  uses: ['lib/local/foreign-request.ts'],
} as const;
