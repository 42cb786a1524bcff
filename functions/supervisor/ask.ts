/** What the supervisor is asked to do: the bodies of the messages in its queue. */
import * as z from 'zod/mini';

const destination = z.string();

const askSchema = z.discriminatedUnion('ask', [
  /** See to it that the event sources do what the ledger says, and whether a new secret ends an incident. */
  z.strictObject({ ask: z.literal('look'), destination: z.optional(destination) }),
  /** Stop all calls of the destination until `resume`. */
  z.strictObject({ ask: z.literal('park'), destination, reason: z.string().check(z.maxLength(1_000)) }),
  /** Go on, if a probe passes. */
  z.strictObject({ ask: z.literal('resume'), destination }),
]);

/** `look` without a destination is about all of them. */
export type Ask = z.output<typeof askSchema>;

/** Nobody whom the stack lets send to the queue sends this. */
export class InvalidAskError extends Error {
  override readonly name = 'InvalidAskError';
}

/** Reads a message. Throws `InvalidAskError`, which does not quote it. */
export function parseAsk(body: string, destinations: readonly string[]): Ask {
  const parsed = z.safeParse(askSchema, parseJson(body));
  if (!parsed.success) {
    throw new InvalidAskError('the message is none of {"ask":"look"|"park"|"resume","destination":"…"}');
  }
  const { destination: name } = parsed.data;
  if (name !== undefined && !destinations.includes(name)) {
    throw new InvalidAskError(`the message is about no destination of ${destinations.join(', ')}`);
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
