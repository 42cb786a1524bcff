/**
 * Contracts of third parties, as files: locks, recorded conversations, and comparing with an OpenAPI document.
 * May use the engine's `contract`. Knows neither the command line nor the local environment.
 */
export const room = {
  uses: [
    'functions/core/contract',
    'functions/core/declare',
    'functions/core/errors.ts',
    'functions/core/http',
    'functions/core/redact',
    'lib/environments.ts',
    'lib/names.ts',
  ],
} as const;
