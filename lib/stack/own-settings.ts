import type { Environment } from '../environments.ts';

/** An environment as a worker is told of it: of the settings of destinations those of its own, if it declares any. */
export function withOwnSettings(environment: Environment, destination: string): Environment {
  const { destinations, ...settings } = environment.settings;
  if (destinations === undefined) return environment;
  const own = destinations[destination];
  return {
    ...environment,
    settings: { ...settings, ...(own !== undefined && { destinations: { [destination]: own } }) },
  };
}
