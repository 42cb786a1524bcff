/**
 * Asking a third party what it keeps: which requests, in which order, and the lock that comes of the answers.
 * May use locks, declarations and HTTP; whoever runs it passes in permits and credentials.
 */
export const room = {
  uses: [
    'functions/core/declare',
    'functions/core/errors.ts',
    'functions/core/http',
    'functions/core/contract/lock',
    'functions/core/contract/shape',
  ],
  packages: ['zod/mini'],
} as const;
