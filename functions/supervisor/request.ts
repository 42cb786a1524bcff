/** What the supervisor can be requested to do: the bodies of the messages in its queue. */
import * as z from 'zod/mini';

const destination = z.string();

const requestSchema = z.discriminatedUnion('ask', [
  /** Reconcile: make the event sources do what the ledger says, and look whether what stands still is well again. */
  z.strictObject({
    ask: z.literal('look'),
    destination: z.optional(destination),
    /**
     * The supervisor asked itself and let the message wait, for something was to be due by then: how many of these messages in
     * a row found Lambda still at an event source.
     */
    followUp: z.optional(z.int().check(z.nonnegative())),
    /** A function has no token but the one with this id, which was refused or is at its end; '' for none. */
    refusedToken: z.optional(z.string().check(z.maxLength(100))),
  }),
  /** Stop all calls of the destination until `resume`. */
  z.strictObject({ ask: z.literal('park'), destination, reason: z.string().check(z.maxLength(1_000)) }),
  /** Let calls go out again if a probe passes. */
  z.strictObject({ ask: z.literal('resume'), destination }),
  /** Look through queues for what has waited too long: those whose event sources are paused. */
  z.strictObject({
    ask: z.literal('sweep'),
    destination,
    /** Where a sweep goes on that did not come to its end: those before it in the alphabet are done. */
    from: z.optional(z.string()),
    /** How many messages of that queue it has seen by then. */
    seen: z.optional(z.int().check(z.nonnegative())),
    /** A function has met such a message: all of the destination's queues, unless that was done lately. */
    running: z.optional(z.literal(true)),
  }),
]);

/** A `look` without a destination is about all of them. */
export type SupervisorRequest = z.output<typeof requestSchema>;

/** A message that is no request, or none that its sender may make. */
export class InvalidRequestError extends Error {
  override readonly name = 'InvalidRequestError';
}

/** Reads a message. Throws `InvalidRequestError`, which does not quote the message. */
export function parseRequest(body: string, destinations: readonly string[]): SupervisorRequest {
  const parsed = z.safeParse(requestSchema, parseJson(body));
  if (!parsed.success) {
    throw new InvalidRequestError('the message is none of {"ask":"look"|"park"|"resume","destination":"…"}');
  }
  const { destination: name } = parsed.data;
  if (name !== undefined && !destinations.includes(name)) {
    throw new InvalidRequestError(`the message is about no destination of ${destinations.join(', ')}`);
  }
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
