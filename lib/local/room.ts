/**
 * The stack on this machine: an AWS of our own on loopback, stand-ins of the third parties, and a page that shows them.
 * May use the CDK app, contract files and names. What the page shows of deliveries the command line hands in.
 */
export const room = {
  uses: [
    'functions/core/config.ts',
    'functions/core/declare',
    'functions/core/pace',
    'functions/integrations',
    'lib/app.ts',
    'lib/build',
    'lib/contract',
    'lib/environments.ts',
    'lib/names.ts',
    'lib/settled.ts',
  ],
  floors: [
    ['foreign-request.ts'],
    ['aws', 'stand-ins', 'reload'],
    ['kept-file.ts', 'console'],
    ['start-keeping.ts'],
    ['local-environment.ts'],
    ['start.ts'],
  ],
  files: {
    'foreign-request.ts': [],
    'kept-file.ts': ['lib/local/aws'],
    'start-keeping.ts': ['lib/local/aws', 'lib/local/kept-file.ts', 'lib/local/stand-ins', 'lib/names.ts'],
    'local-environment.ts': [
      'functions/core/config.ts',
      'functions/core/declare',
      'functions/core/pace',
      'functions/integrations',
      'lib/app.ts',
      'lib/build',
      'lib/environments.ts',
      'lib/local/aws',
      'lib/local/reload',
      'lib/local/stand-ins',
      'lib/local/start-keeping.ts',
      'lib/names.ts',
      'lib/settled.ts',
    ],
    'start.ts': [
      'functions/integrations',
      'lib/contract',
      'lib/local/aws',
      'lib/local/console',
      'lib/local/kept-file.ts',
      'lib/local/local-environment.ts',
      'lib/names.ts',
    ],
  },
} as const;
