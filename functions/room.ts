/**
 * All that runs in Lambda: the engine, what its user declares, and the functions of the system.
 * Nothing here knows how it is deployed, operated or tested.
 */
export const room = {
  uses: [],
  floors: [
    ['core'],
    ['events', 'destinations'],
    ['mapping'],
    ['integrations'],
    ['supervisor', 'contract-watch'],
  ],
} as const;
