import type { $ZodType, output } from 'zod/v4/core';
import type { EventContract } from './event.ts';
import type { Mapper } from './mapping.ts';
import { refuseName } from './names.ts';
import type { Operation } from './operation.ts';
import { refuseUnsafe } from './refuse-unsafe.ts';

/** One event type to one operation of one destination. Queue, function, log group and alarms are named after it. */
export interface Integration<Schema extends $ZodType = $ZodType, Input = never> {
  /** `<event>-to-<destination>`; also the name of its folder. */
  readonly name: string;
  readonly event: EventContract<string, Schema>;
  readonly map: Mapper<output<Schema>, Input>;
  readonly operation: Operation<Input>;
  /**
   * It gets no new events; what its queues hold is still delivered, watched and redriven. The step before it leaves the
   * list: docs/decisions/queues-outlive-deployments.md
   * @default false
   */
  readonly retiring?: boolean;
}

/** An integration whose event and input types do not matter to the one who holds it. */
// biome-ignore lint/suspicious/noExplicitAny: Input is both read and written; only the declaration relates the two
export type AnyIntegration = Integration<$ZodType, any>;

/**
 * Declares an integration. The compiler checks that the mapper reads this event and makes this operation's input.
 * Throws `TypeError` on a name that AWS would refuse or that another thing has (names.ts), and on an operation that
 * `defineOperation` would refuse.
 */
export function defineIntegration<Schema extends $ZodType, Input>(
  integration: Integration<Schema, Input>,
): Integration<Schema, Input> {
  refuseName('integration', integration.name);
  refuseName('destination', integration.operation.destination.name);
  refuseUnsafe(integration.operation);
  return integration;
}
