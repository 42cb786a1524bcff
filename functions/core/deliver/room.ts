/**
 * One delivery, from record to disposition, and the batch around it. It declares the ports that it needs (ledger, queue,
 * credentials) and is handed what implements them. May use every room below; knows no AWS client and no environment.
 */
export const room = {
  uses: [
    'functions/core/contract',
    'functions/core/declare',
    'functions/core/envelope',
    'functions/core/errors.ts',
    'functions/core/http',
    'functions/core/log.ts',
    'functions/core/metrics.ts',
    'functions/core/pace',
    'functions/core/redact',
  ],
  packages: ['@aws-lambda-powertools/batch', 'aws-lambda', 'node:crypto'],
} as const;
