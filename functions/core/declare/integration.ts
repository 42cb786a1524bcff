import type { $ZodType, output } from 'zod/v4/core';
import type { AnyDestination, Destination, DestinationWith } from './destination.ts';
import type { Beside, BesideWith, Mapper } from './mapping.ts';
import { refuseName } from './names.ts';
import type { Operation } from './operation.ts';
import { refuseUnsafe } from './refuse-unsafe.ts';
import type { TakenEvent } from './versions.ts';

/** One event type to one operation of one destination. Queue, function, log group and alarms are named after it. */
export interface Integration<
  Schema extends $ZodType = $ZodType,
  Input = never,
  D extends AnyDestination = Destination,
> {
  /** `<event>-to-<destination>`; also the name of its folder. */
  readonly name: string;
  readonly event: TakenEvent<string, Schema>;
  readonly map: Mapper<output<Schema>, Input, BesideOf<D>>;
  readonly operation: Operation<Input, D>;
  /**
   * It gets no new events; what its queues hold is still delivered, watched and redriven. The step before it leaves the
   * list: docs/decisions/queues-outlive-deployments.md
   * @default false
   */
  readonly retiring?: boolean;
}

/** What a mapping to an operation of this destination may read beside the data. */
type BesideOf<D extends AnyDestination> = AnyDestination extends D
  ? never
  : D extends DestinationWith<infer Settings>
    ? BesideWith<Settings>
    : Beside;

/** An integration whose event and input types do not matter to the one who holds it. */
// biome-ignore lint/suspicious/noExplicitAny: Input is both read and written; only the declaration relates the two
export type AnyIntegration = Integration<$ZodType, any>;

/** One of the list, whose destination may have settings: until they are known (in-environment.ts) it makes no request. */
// biome-ignore lint/suspicious/noExplicitAny: as in AnyIntegration
export interface DeclaredIntegration extends Omit<Integration<$ZodType, any, AnyDestination>, 'map'> {
  // biome-ignore lint/suspicious/noExplicitAny: as in AnyIntegration
  readonly map: Mapper<any, any, never>;
}

/**
 * Declares an integration. The compiler checks that the mapper reads this event and makes this operation's input.
 * Throws `TypeError` on a name that AWS would refuse or that another thing has (names.ts), and on an operation that
 * `defineOperation` would refuse.
 */
export function defineIntegration<Schema extends $ZodType, Input, D extends AnyDestination = Destination>(
  integration: Integration<Schema, Input, D>,
): Integration<Schema, Input, D> {
  refuseName('integration', integration.name);
  refuseName('destination', integration.operation.destination.name);
  refuseUnsafe(integration.operation);
  return integration;
}
