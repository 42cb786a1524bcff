import type { Environment } from '../environments.ts';

/** An environment as a worker is told of it: of what there is by destination, what is its own. */
export function withOwnSettings(environment: Environment, destination: string): Environment {
  const { rateLimits, destinations, ...settings } = environment.settings;
  return {
    ...environment,
    settings: {
      ...settings,
      ...(rateLimits?.[destination] && { rateLimits: { [destination]: rateLimits[destination] } }),
      ...(destinations?.[destination] !== undefined && {
        destinations: { [destination]: destinations[destination] },
      }),
    },
  };
}
