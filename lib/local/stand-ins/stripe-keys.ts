import type { Answer, Arrived } from './contract.ts';

/** How long Stripe keeps a key at least; here it is also the most. https://docs.stripe.com/api/idempotent_requests */
const rememberedMs = 24 * 60 * 60 * 1_000;

interface Remembered {
  readonly path: string;
  readonly parameters: string;
  readonly atMs: number;
  readonly requestId: string;
  /** `undefined`: still being worked on. */
  readonly answer?: Answer;
}

/** What is known of a request's key: nothing, a result, work in progress, or another request. */
export type KeyState =
  | { readonly is: 'new' | 'in-use' | 'other-parameters' }
  | { readonly is: 'other-endpoint'; readonly path: string }
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
  };
  return {
    look: (request) => {
      const present = known.get(request.headers['idempotency-key'] ?? '');
      if (present === undefined || request.atMs - present.atMs >= rememberedMs) return { is: 'new' };
      if (present.path !== request.path) return { is: 'other-endpoint', path: present.path };
      if (present.parameters !== sorted(request.body)) return { is: 'other-parameters' };
      if (present.answer === undefined) return { is: 'in-use' };
      return { is: 'done', answer: present.answer, requestId: present.requestId };
    },
    save: remember,
    hold: (request) => {
      remember(request);
      return () => known.delete(request.headers['idempotency-key'] ?? '');
    },
  };
}

const sorted = (body: string) => [...new URLSearchParams(body)].map(String).sort().join('\n');
