/**
 * One request and its answer: rendering, sending under a deadline, reading, and what an answer means.
 * May use what is declared. It keeps nothing from one request to the next.
 */
export const room = {
  uses: ['functions/core/declare', 'functions/core/errors.ts'],
  packages: ['node:dns', 'node:http', 'node:https', 'node:net', 'node:stream', 'structured-headers'],
} as const;
