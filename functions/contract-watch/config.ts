import { type Config, readSystemConfig } from '../core/config.ts';
import type { SystemResources } from '../core/system-function.ts';

/** The names of what the contract watch works with. */
export type ContractWatchResources = SystemResources;

type ContractWatchConfig = Config<ContractWatchResources>;

/** Throws `ConfigError` when the function was not deployed by its stack. */
export const readContractWatchConfig = (): ContractWatchConfig => readSystemConfig<ContractWatchResources>();
