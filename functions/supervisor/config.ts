import { type Config, readConfig } from '../core/config.ts';

/** The names of what the supervisor supervises. */
export interface SupervisorResources {
  readonly ledgerTable: string;
  readonly alertsTopicArn: string;
  /** By destination. */
  readonly destinations: Readonly<
    Record<
      string,
      {
        readonly secretId: string;
        /** UUID of the event source mapping by integration. */
        readonly mappings: Readonly<Record<string, string>>;
      }
    >
  >;
}

export type SupervisorConfig = Config<SupervisorResources>;

/** Throws `ConfigError` when the function was not deployed by its stack. */
export const readSupervisorConfig = (): SupervisorConfig => readConfig<SupervisorResources>();
