import { type Config, readSystemConfig } from '../core/config.ts';
import type { QueueLimits } from '../core/deliver/last-chance.ts';
import type { SystemResources } from '../core/system-function.ts';

/** The names of what the supervisor supervises, and what the integrations' queues do. */
export interface SupervisorResources extends SystemResources, QueueLimits {
  /** Of its own requests; queues and functions of the integrations are called like it (queue-urls.ts). */
  readonly queueUrl: string;
  readonly alertsTopicArn: string;
}

export type SupervisorConfig = Config<SupervisorResources>;

/** Throws `ConfigError` when the function was not deployed by its stack. */
export const readSupervisorConfig = (): SupervisorConfig => readSystemConfig<SupervisorResources>();
