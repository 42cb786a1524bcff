import { type Config, readConfig } from '../core/config.ts';
import type { SystemResources } from '../core/system-function.ts';

/** What the contract watch has for each destination. */
export interface WatchedResources {
  readonly secretId: string;
}

/** The names of what the contract watch works with. */
export type ContractWatchResources = SystemResources<WatchedResources>;

export type ContractWatchConfig = Config<ContractWatchResources>;

/** Throws `ConfigError` when the function was not deployed by its stack. */
export const readContractWatchConfig = (): ContractWatchConfig => readConfig<ContractWatchResources>();
