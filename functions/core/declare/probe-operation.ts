import type { Destination } from './destination.ts';
import { defineOperation, type Operation } from './operation.ts';

/**
 * The destination's own probe, read as an operation: it makes nothing, so that it was answered is all there is to show.
 * A page for people, of a login for one, is no answer.
 */
export const probeOperation = (destination: Destination): Operation<unknown> =>
  defineOperation({
    name: 'probe',
    destination,
    request: () => destination.probe,
    repeat: { by: 'upsert' },
    receipt: 'none',
    accepts: [200, 201, 202, 203, 204, 205, 206, 208, 226],
    // It is for none of them, and as cheap as can be.
    ...(destination.resourceLimits && { resource: () => undefined }),
    ...(destination.costLimit && { cost: 1 }),
  });
