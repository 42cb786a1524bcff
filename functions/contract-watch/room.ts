/**
 * Asks each third party every day, whether it keeps its recorded contract: a function of its own that delivers nothing.
 * May use the engine, the destinations and the list of integrations.
 */
export const room = {
  uses: [
    'functions/core/aws',
    'functions/core/config.ts',
    'functions/core/contract',
    'functions/core/declare',
    'functions/core/deliver',
    'functions/core/errors.ts',
    'functions/core/http',
    'functions/core/log.ts',
    'functions/core/metrics.ts',
    'functions/core/pace',
    'functions/core/redact',
    'functions/core/runtime.ts',
    'functions/core/system-function.ts',
    'functions/destinations',
    'functions/integrations',
  ],
  packages: ['@aws-sdk/*', 'aws-lambda'],
} as const;
