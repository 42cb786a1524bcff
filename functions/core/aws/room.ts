/**
 * Implements the ports: ledger, account, queue, credentials, alerts, claims. With the runtimes, the only place that
 * imports an AWS SDK client. Decides nothing about a delivery; may use all rooms below and the configuration.
 */
export const room = {
  uses: [
    'functions/core/config.ts',
    'functions/core/contract',
    'functions/core/declare',
    'functions/core/deliver',
    'functions/core/errors.ts',
    'functions/core/http',
    'functions/core/pace',
    'functions/core/redact',
  ],
  packages: [
    '@aws-lambda-powertools/idempotency*',
    '@aws-sdk/*',
    '@smithy/*',
    'aws-lambda',
    'node:crypto',
    'zod/mini',
  ],
} as const;
