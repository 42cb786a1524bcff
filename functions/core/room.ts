/**
 * The engine: knows no event and no third party. `floors` is the order of its rooms, the lowest first.
 * At its top stand only what ties the rooms together, and errors, log and metrics, which all of them may use.
 */
export const room = {
  uses: [],
  packages: [
    '@aws-lambda-powertools/logger',
    '@aws-lambda-powertools/metrics',
    '@aws-sdk/*',
    'aws-lambda',
    'node:crypto',
    'node:fs',
    'node:path',
    'node:timers/promises',
  ],
  floors: [
    ['errors.ts', 'log.ts', 'metrics.ts'],
    ['declare'],
    ['http'],
    ['envelope', 'redact', 'pace', 'contract'],
    ['deliver'],
    ['config.ts'],
    ['aws'],
    ['runtime.ts'],
    ['handler.ts', 'system-function.ts'],
  ],
  files: {
    'errors.ts': [],
    'log.ts': [],
    'metrics.ts': [],
    'config.ts': [
      'functions/core/declare',
      'functions/core/deliver',
      'functions/core/errors.ts',
      'functions/core/pace',
    ],
    'runtime.ts': [
      'functions/core/aws',
      'functions/core/config.ts',
      'functions/core/contract',
      'functions/core/http',
    ],
    'handler.ts': [
      'functions/core/aws',
      'functions/core/contract',
      'functions/core/declare',
      'functions/core/deliver',
      'functions/core/log.ts',
      'functions/core/metrics.ts',
      'functions/core/pace',
      'functions/core/redact',
      'functions/core/runtime.ts',
    ],
    'system-function.ts': [
      'functions/core/aws',
      'functions/core/config.ts',
      'functions/core/declare',
      'functions/core/deliver',
      'functions/core/errors.ts',
      'functions/core/log.ts',
      'functions/core/pace',
      'functions/core/redact',
      'functions/core/runtime.ts',
    ],
  },
} as const;
