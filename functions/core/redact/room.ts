/**
 * What may not be seen: secrets in any encoding, personal fields, and the seal under which exact bytes are logged.
 * May use declarations and the parts of an exchange.
 */
export const room = {
  uses: ['functions/core/declare', 'functions/core/errors.ts', 'functions/core/http'],
  packages: ['node:crypto'],
} as const;
