/**
 * Parks and resumes destinations: the one function that may disable event sources. Others know its queue and the form of
 * a request to it, never its code. May use the engine and the list of integrations.
 */
export const room = {
  uses: [
    'functions/core/aws',
    'functions/core/config.ts',
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
    'functions/integrations',
  ],
  packages: ['@aws-sdk/*', 'aws-lambda', 'zod/mini'],
} as const;
