/**
 * Writes a new destination, from what one address answered: operation, contract, stand-in.
 * May use the engine's `contract`, `http` and `pace`, and contract files. Whoever asks the address passes the answer in.
 */
export const room = {
  uses: [
    'functions/core/contract',
    'functions/core/declare',
    'functions/core/errors.ts',
    'functions/core/http',
    'functions/core/pace',
    'functions/destinations',
    'lib/contract',
    'lib/names.ts',
  ],
} as const;
