/**
 * One event to one operation, tied: the list of integrations, and a folder for each with its declaration and its handler.
 * None imports another. May use what it ties, and the engine's handler.
 */
export const room = {
  uses: [
    'functions/core/declare',
    'functions/core/handler.ts',
    'functions/destinations',
    'functions/events',
    'functions/mapping',
  ],
  packages: [],
} as const;
