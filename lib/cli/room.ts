/**
 * The operator's command line: a file for each command, and what they share. It stands at the top of lib and may use
 * nearly all of it, and of the engine what reads and judges; the supervisor it reaches through its queue.
 */
export const room = {
  uses: [
    'functions/core/aws',
    'functions/core/config.ts',
    'functions/core/contract',
    'functions/core/declare',
    'functions/core/deliver',
    'functions/core/envelope',
    'functions/core/errors.ts',
    'functions/core/http',
    'functions/core/metrics.ts',
    'functions/core/pace',
    'functions/core/redact',
    'functions/destinations',
    'functions/events',
    'functions/integrations',
    'functions/supervisor',
    'lib/app.ts',
    'lib/build',
    'lib/contract',
    'lib/cost',
    'lib/demo',
    'lib/environments.ts',
    'lib/local',
    'lib/names.ts',
    'lib/settled.ts',
    'lib/scaffold',
    'lib/stack/acknowledgements.ts',
  ],
} as const;
