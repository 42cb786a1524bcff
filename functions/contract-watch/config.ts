import { type Config, readConfig } from '../core/config.ts';

/** The names of what the contract watch works with. */
export interface ContractWatchResources {
  readonly ledgerTable: string;
  /** By destination. */
  readonly destinations: Readonly<Record<string, { readonly secretId: string }>>;
}

export type ContractWatchConfig = Config<ContractWatchResources>;

/** Throws `ConfigError` when the function was not deployed by its stack. */
export const readContractWatchConfig = (): ContractWatchConfig => readConfig<ContractWatchResources>();
