/**
 * Comparing production with the lock: which answers are looked at, and who reports a difference, once.
 * May use locks, declarations, log and metrics. Who keeps the claims, it is told.
 */
export const room = {
  uses: [
    'functions/core/declare',
    'functions/core/contract/lock',
    'functions/core/contract/shape',
    'functions/core/log.ts',
    'functions/core/metrics.ts',
  ],
  packages: ['node:crypto'],
} as const;
