/**
 * The shared mapper layer, the only place where one shape becomes another: how a mapping is declared, conversions of
 * fields, and one file for each mapping. Pure. May use the shapes on both sides: events and operations.
 */
export const room = {
  uses: [
    'functions/core/declare',
    'functions/core/envelope',
    'functions/core/errors.ts',
    'functions/destinations',
    'functions/events',
  ],
  // Pure parts for fields that use them: decimals, HTML, phone numbers.
  packages: ['big.js', 'htmlparser2', 'libphonenumber-js/min'],
} as const;
