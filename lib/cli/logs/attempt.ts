/** What the command line knows of an attempt's line. */
import * as z from 'zod/mini';

/** What is shown of a line; the line itself holds more. */
const attemptSchema = z.looseObject({
  message: z.enum(['delivery.attempted', 'delivery.settled']),
  integration: z.catch(z.optional(z.string()), undefined),
  eventId: z.catch(z.optional(z.string()), undefined),
  subject: z.catch(z.optional(z.string()), undefined),
  attempt: z.catch(z.optional(z.number()), undefined),
  nextAttemptInMs: z.catch(z.optional(z.number()), undefined),
  outcome: z.catch(z.optional(z.string()), undefined),
  reason: z.catch(z.optional(z.string()), undefined),
  fingerprint: z.catch(z.optional(z.string()), undefined),
  durationMs: z.catch(z.optional(z.number()), undefined),
  request: z.catch(
    z.optional(z.looseObject({ method: z.optional(z.string()), url: z.optional(z.string()) })),
    undefined,
  ),
  response: z.catch(z.optional(z.looseObject({ statusCode: z.optional(z.number()) })), undefined),
  sealed: z.catch(z.optional(z.string()), undefined),
  error: z.catch(
    z.optional(
      z.looseObject({
        code: z.optional(z.string()),
        thirdPartyCode: z.optional(z.string()),
        message: z.optional(z.string()),
      }),
    ),
    undefined,
  ),
});

export type Attempt = z.output<typeof attemptSchema>;

/** An attempt line, or `undefined` for any other line of the functions. */
export function readAttempt(json: unknown): Attempt | undefined {
  const parsed = z.safeParse(attemptSchema, json);
  return parsed.success ? parsed.data : undefined;
}

/** As `readAttempt`, of the text of a line. */
export function attemptIn(line: string): Attempt | undefined {
  // Most lines of functions are metrics.
  if (!line.includes('"delivery.')) return undefined;
  try {
    return readAttempt(JSON.parse(line));
  } catch {
    return undefined;
  }
}
