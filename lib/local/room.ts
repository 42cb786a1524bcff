/**
 * The stack on this machine: an AWS of our own on loopback, and stand-ins of the third parties.
 * May use the CDK app, contract files and names.
 */
export const room = {
  uses: [
    'functions/core/config.ts',
    'functions/core/declare',
    'functions/core/pace',
    'functions/integrations',
    'lib/app.ts',
    'lib/contract',
    'lib/environments.ts',
    'lib/names.ts',
    'lib/settled.ts',
  ],
} as const;
