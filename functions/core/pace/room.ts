/**
 * Who may call a destination when: the account that all its functions share, limits, reservations, permits, circuit,
 * parking, backoff. May use declarations and what an answer meant. Where the account is kept, it is told.
 */
export const room = {
  uses: [
    'functions/core/declare',
    'functions/core/errors.ts',
    'functions/core/http',
    'functions/core/log.ts',
    'functions/core/metrics.ts',
  ],
  packages: [],
} as const;
