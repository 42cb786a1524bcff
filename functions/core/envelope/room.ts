/**
 * Reading what was published: strict JSON, the CloudEvents fields, and the event's own schema.
 * May use declarations. Of queues, deliveries and third parties it knows nothing.
 */
export const room = {
  uses: ['functions/core/declare', 'functions/core/errors.ts'],
  packages: ['zod/mini', 'zod/v4/core'],
} as const;
