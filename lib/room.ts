/**
 * What deploys and operates it. At its top stand only the environments, the names of all resources, and the CDK app.
 * Uses functions for what they declare and for the engine's own code; functions never use lib.
 */
export const room = {
  uses: ['functions'],
  floors: [
    ['settings-of.ts'],
    ['environments.ts'],
    ['names.ts', 'publisher.ts', 'settled.ts'],
    ['contract', 'cost'],
    ['build', 'scaffold', 'demo'],
    ['stack'],
    ['promotion', 'app.ts'],
    ['local'],
    ['cli'],
  ],
  files: {
    'settings-of.ts': ['functions/core/declare'],
    'environments.ts': ['functions/core/config.ts', 'functions/destinations', 'lib/settings-of.ts'],
    'settled.ts': ['functions/core/declare', 'functions/core/envelope', 'lib/environments.ts'],
    'names.ts': ['lib/environments.ts'],
    'publisher.ts': ['functions/core/declare', 'functions/core/envelope'],
    'app.ts': [
      'functions/core/config.ts',
      'functions/core/declare',
      'functions/integrations',
      'lib/build',
      'lib/environments.ts',
      'lib/settled.ts',
      'lib/stack',
    ],
  },
} as const;
