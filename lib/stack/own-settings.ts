/** Of the settings of an environment, what each function is told. */
import type { AccountSettings, Settings } from '../../functions/core/config.ts';
import { present } from '../../functions/core/declare/present.ts';
import type { Environment } from '../environments.ts';

export interface SplitSettings {
  /** What all functions are told. */
  readonly common: Settings;
  /** What grows with the destinations; undefined where no destination has anything of its own. */
  readonly accounts: AccountSettings | undefined;
}

export function splitSettings({ destinations, rateLimits, ...common }: Settings): SplitSettings {
  const accounts = present({ destinations, rateLimits });
  return { common, accounts: Object.keys(accounts).length === 0 ? undefined : accounts };
}

/** An environment as a worker is told of it: of what destinations have of their own that of its destination. */
export function withOwnSettings(environment: Environment, destination: string): Environment {
  const { common, accounts } = splitSettings(environment.settings);
  const own = <T>(all: Readonly<Record<string, T>> | undefined) => {
    const value = all?.[destination];
    return value === undefined ? undefined : { [destination]: value };
  };
  return {
    ...environment,
    settings: {
      ...common,
      ...present({ destinations: own(accounts?.destinations), rateLimits: own(accounts?.rateLimits) }),
    },
  };
}
