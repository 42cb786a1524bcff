import type { Answer, Arrived } from './contract.ts';
import type { StripeError } from './stripe-answers.ts';

/** How long Stripe keeps a key at least; here it is also the most. https://docs.stripe.com/api/idempotent_requests */
const rememberedMs = 24 * 60 * 60 * 1_000;

/** Half an hour at ten a second: a local environment that runs for days must not fill the memory. */
const knownMax = 20_000;

/** https://docs.stripe.com/api/idempotent_requests */
const keyLengthMax = 255;

interface Remembered {
  readonly path: string;
  readonly parameters: string;
  readonly atMs: number;
  readonly requestId: string;
  /** `undefined`: still being worked on. */
  readonly answer?: Answer;
}

/** What is to be done with a request: serve it, refuse it, or repeat what was answered. */
export type KeyState =
  | { readonly is: 'new' }
  | { readonly is: 'refused'; readonly statusCode: number; readonly error: StripeError }
  | { readonly is: 'done'; readonly answer: Answer; readonly requestId: string };

/** Stripe's memory of idempotency keys. Two requests are the same if path and decoded parameters are. */
export interface Keys {
  readonly look: (request: Arrived) => KeyState;
  /** Does nothing for a request without a key. */
  readonly save: (request: Arrived, answer: Answer) => void;
  /** Marks the key as being worked on until the returned function is called. */
  readonly hold: (request: Arrived) => () => void;
}

export function createKeys(): Keys {
  const known = new Map<string, Remembered>();
  const remember = (request: Arrived, answer?: Answer) => {
    const key = request.headers['idempotency-key'];
    if (key === undefined) return;
    known.set(key, {
      path: request.path,
      parameters: sorted(request.body),
      atMs: request.atMs,
      requestId: answer?.headers['request-id'] ?? '',
      ...(answer === undefined ? {} : { answer }),
    });
    const [oldest] = known.size > knownMax ? known.keys() : [];
    if (oldest !== undefined) known.delete(oldest);
  };
  const fresh = (key: string, atMs: number): Remembered | undefined => {
    const present = known.get(key);
    return present === undefined || atMs - present.atMs >= rememberedMs ? undefined : present;
  };
  return {
    look: (request) => {
      const key = request.headers['idempotency-key'];
      if (key === undefined) return { is: 'new' };
      if (key === '' || key.length > keyLengthMax)
        return refusal('Idempotency keys have 1 to 255 characters.');
      const present = fresh(key, request.atMs);
      if (present === undefined) return { is: 'new' };
      const other = `Try using a key other than '${key}' if you meant to execute a different request.`;
      const only = 'Keys for idempotent requests can only be used';
      if (present.path !== request.path) {
        const paths = `('${request.path}' vs '${present.path}')`;
        return refusal(`${only} for the same endpoint they were first used for ${paths}. ${other}`);
      }
      if (present.parameters !== sorted(request.body)) {
        return refusal(`${only} with the same parameters they were first used with. ${other}`);
      }
      if (present.answer === undefined) return inUse(key);
      return { is: 'done', answer: present.answer, requestId: present.requestId };
    },
    save: remember,
    hold: (request) => {
      const key = request.headers['idempotency-key'] ?? '';
      // A repetition of what was answered, or is being worked on, changes nothing.
      if (fresh(key, request.atMs) !== undefined) return () => {};
      remember(request);
      const held = known.get(key);
      return () => {
        if (held !== undefined && known.get(key) === held) known.delete(key);
      };
    },
  };
}

const sorted = (body: string) => [...new URLSearchParams(body)].map(String).sort().join('\n');

const refusal = (message: string): KeyState => ({
  is: 'refused',
  statusCode: 400,
  error: { type: 'idempotency_error', message },
});

const inUse = (key: string): KeyState => ({
  is: 'refused',
  statusCode: 409,
  error: {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
  },
});
