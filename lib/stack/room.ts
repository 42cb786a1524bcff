/**
 * What an environment is made of: topics, queues, functions, roles, table, alarms, as CDK constructs.
 * May use declarations, the configuration that functions read, names, and the list of function sources.
 */
export const room = {
  uses: [
    'functions/contract-watch',
    'functions/core/config.ts',
    'functions/core/declare',
    'functions/supervisor',
    'lib/build',
    'lib/environments.ts',
    'lib/names.ts',
  ],
} as const;
