/**
 * What an environment is made of: topics, queues, functions, roles, table, alarms, as CDK constructs.
 * May use declarations, what functions are told and may take (configuration, pace), names, and the function sources.
 */
export const room = {
  uses: [
    'functions/contract-watch',
    'functions/core/config.ts',
    'functions/core/declare',
    'functions/core/metrics.ts',
    'functions/core/pace',
    'functions/core/redact',
    'functions/supervisor',
    'lib/build',
    'lib/environments.ts',
    'lib/names.ts',
  ],
} as const;
