/** What a third party answers that gives away all it knows: the key it received, and who the event is about. */
import fc from 'fast-check';
import { type Encoding, encodingNames, encodings } from './encodings.ts';

export interface Answer {
  readonly status: number;
  readonly shape: Shape;
  /** How the key is written, in turn, in everything that is told. */
  readonly writes: readonly Encoding[];
  /** Cut: ended in good order, in the middle. Reset: the connection dies there. */
  readonly ending: (typeof endings)[number];
  /** Where a body that does not end whole ends, in percent of its length. */
  readonly cutAt: number;
}

export type Shape = (typeof shapes)[number];
const shapes = ['error', 'nested', 'json in json', 'html', 'text', 'success', 'conflict'] as const;
const endings = ['whole', 'cut', 'reset', 'no answer'] as const;
const statuses = [200, 201, 302, 307, 400, 402, 403, 404, 409, 422, 429, 500, 503] as const;

/** What a run of the property must have met, in the words of `ThirdParty.sent`. */
export const everyAnswer: readonly string[] = [...statuses.map(String), ...shapes, ...endings];

/** Everything is possible that is not said. */
export const answers = (
  only: { readonly statuses?: readonly number[]; readonly shapes?: readonly Shape[] } = {},
): fc.Arbitrary<Answer> =>
  fc.noBias(
    fc.record({
      status: fc.constantFrom(...(only.statuses ?? statuses)),
      shape: fc.constantFrom(...(only.shapes ?? shapes)),
      writes: fc.shuffledSubarray(encodingNames, { minLength: 6, maxLength: 12 }),
      ending: fc.constantFrom('whole', 'whole', 'whole', 'whole', 'cut', 'reset', 'no answer'),
      cutAt: fc.integer({ min: 0, max: 99 }),
    }),
  );

/** What the third party knows when it answers. */
export interface Known {
  readonly destination: string;
  readonly apiKey: string;
  /** Personal values of the event, as the request brought them. */
  readonly personal: readonly string[];
}

export interface Written {
  /** The encodings that it holds. */
  readonly used: ReadonlySet<string>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function write({ shape, writes, ending }: Answer, known: Known): Written {
  const { apiKey, destination } = known;
  let turn = 0;
  const used = new Set<string>();
  const key = () => {
    const name = writes[turn % writes.length] ?? 'raw';
    turn += 1;
    used.add(name);
    return encodings[name](apiKey);
  };
  // Half a name is any word, and nobody looks for it: bodies that are cut have none.
  const about = ending === 'whole' ? known.personal.join(', ') : '';
  const half = Math.ceil(apiKey.length / 2);
  return {
    used,
    headers: {
      // What the ledger and the diagnosis quote.
      [idHeaders[destination] ?? 'x-request-id']: `${key()} ${about}`,
      [`x-${Buffer.from(apiKey).toString('hex')}`]: key(),
      [`x-${Buffer.from(apiKey).toString('base64url')}`]: 'by name',
      [`x-${apiKey.replace(/[^\w!#$&'*+.^`|~-]/g, percent)}`]: 'by name',
      location: `https://example.com/login?key=${key()}`,
      'ratelimit-policy': key(),
      'retry-after': key(),
      'x-echo': `Bearer ${apiKey}`,
      // One key in two headers that are logged.
      ratelimit: apiKey.slice(0, half),
      'wallet-rate-limited-reason': apiKey.slice(half),
      'helpdesk-version': apiKey.slice(half),
      'x-gazette-ratelimit-daily': apiKey.slice(half),
    },
    body: bodies[shape](key, about, destination),
  };
}

/** What a header's name may not hold. */
const percent = (one: string) => `%${one.charCodeAt(0).toString(16)}`;

const idHeaders: Readonly<Record<string, string>> = {
  wallet: 'request-id',
  gazette: 'x-gazette-correlation-id',
  helpdesk: 'x-request-id',
};

type Body = (key: () => string, about: string, destination: string) => string;

const bodies: Readonly<Record<Shape, Body>> = {
  error: (key, about, destination) => {
    const message = `Invalid API Key provided: ${key()} (${key()}) for ${about}; tried ${key()}`;
    const code = key();
    switch (destination) {
      case 'wallet':
        return JSON.stringify({ error: { code, type: key(), message, param: key(), doc_url: key() } });
      case 'gazette':
        return JSON.stringify({ status: key(), category: code, errorType: key(), message, context: [key()] });
      default:
        return JSON.stringify({ type: 'error.list', request_id: key(), errors: [{ code, message }] });
    }
  },
  nested: (key, about) =>
    JSON.stringify({
      request: { headers: [{ Authorization: `Bearer ${key()}` }, [[key()]]] },
      about,
      a: { [key()]: key() },
    }),
  'json in json': (key, about) =>
    JSON.stringify({
      message: JSON.stringify({ cause: JSON.stringify({ token: key() }), about }),
      token: key(),
    }),
  html: (key, about) =>
    `<!doctype html><title>${key()}</title><p>${about}<pre>authorization: Bearer ${key()}\n${key()}</pre><a href="/?k=${key()}">`,
  text: (key, about) => `${key()}\nBearer ${key()},${key()};${about} ${key()}${key()}`,
  success: (key, about, destination) =>
    destination === 'gazette'
      ? JSON.stringify({ results: [{ id: `${key()} ${about}`, properties: { key: key() } }], numErrors: 0 })
      : JSON.stringify({ id: `${key()} ${about}`, object: key(), description: key() }),
  // An id is taken from this message into the path of the next request (Helpdesk).
  conflict: (key) => {
    const id = key()
      .replace(/[^\w-]/g, '')
      .slice(0, 64);
    const message = `A contact matching those details already exists with id=${id}`;
    return JSON.stringify({ errors: [{ code: 'conflict', message }, { code: key() }] });
  },
};
