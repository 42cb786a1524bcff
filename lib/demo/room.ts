/**
 * The story of the demo: what is published, which trouble is arranged, and the verdict in the end.
 * It is handed the running environment and its books; it knows neither the command line nor the local environment.
 */
export const room = {
  uses: [
    'functions/core/declare',
    'functions/core/http',
    'functions/core/pace',
    'functions/integrations',
    'lib/environments.ts',
    'lib/names.ts',
    'lib/settled.ts',
  ],
} as const;
