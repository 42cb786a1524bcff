import { type Config, readConfig } from '../core/config.ts';
import type { SystemResources } from '../core/system-function.ts';

/** What the supervisor has for each destination. */
export interface SupervisedResources {
  readonly secretId: string;
  /** UUID of the event source mapping by integration. */
  readonly mappings: Readonly<Record<string, string>>;
}

/** The names of what the supervisor supervises. */
export interface SupervisorResources extends SystemResources<SupervisedResources> {
  readonly alertsTopicArn: string;
}

export type SupervisorConfig = Config<SupervisorResources>;

/** Throws `ConfigError` when the function was not deployed by its stack. */
export const readSupervisorConfig = (): SupervisorConfig => readConfig<SupervisorResources>();
