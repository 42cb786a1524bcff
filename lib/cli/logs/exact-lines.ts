/** Opens what lines hold under seal, for whoever holds the event: its dead letter, or the text as it was published. */
import { isSealedForKey, type Unwrap } from '../../../functions/core/redact/on-call-key.ts';
import {
  type Exchange,
  openExchange,
  openExchangeByKey,
} from '../../../functions/core/redact/sealed-exchange.ts';
import { printable } from '../shell/output.ts';
import type { Attempt } from './attempt.ts';

/** The exact exchange, or why there is none to see. */
export type Opened = { readonly exchange: Exchange } | { readonly reason: string };

/**
 * @param texts of events, as they were published
 * @param unwrap by the environment's key
 */
export async function openLine(
  { message, sealed, outcome }: Attempt,
  texts: readonly string[],
  unwrap: Unwrap,
): Promise<Opened> {
  if (message === 'delivery.settled') return { reason: 'nothing was sent' };
  if (sealed === undefined) {
    return outcome === 'delivered'
      ? { reason: 'it was delivered, and nothing more of it was kept (loggedShare)' }
      : { reason: 'nothing is sealed: the log of this environment is in clear' };
  }
  if (isSealedForKey(sealed)) {
    const exchange = await openExchangeByKey(sealed, unwrap);
    if (exchange !== undefined) return { exchange };
    return {
      reason: 'sealed for the key that onCallKey in lib/environments.ts named then, which did not open it',
    };
  }
  for (const text of texts) {
    const exchange = openExchange(sealed, text);
    if (exchange !== undefined) return { exchange };
  }
  return {
    reason:
      'sealed, and its event is not here: no dead letter holds it; --text <file> opens it with the event',
  };
}

/** As a person reads it: what went out behind `>`, what came back behind `<`. */
export function exactLines(opened: Opened): readonly string[] {
  if ('reason' in opened) return [`  (${opened.reason})`];
  const { request, response } = opened.exchange;
  const sent = [
    `${request.method} ${request.url}`,
    ...headerLines(request.headers),
    ...bodyLines(request.body),
  ];
  const came =
    response === undefined
      ? ['(no response)']
      : [
          `${response.statusCode}`,
          ...headerLines(response.headers),
          ...bodyLines(response.body),
          ...(response.bodyTruncated ? ['(cut here)'] : []),
        ];
  return [...sent.map((line) => `  > ${printable(line)}`), ...came.map((line) => `  < ${printable(line)}`)];
}

const headerLines = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers).map(([name, value]) => `${name}: ${value}`);

const bodyLines = (body = '') => (body === '' ? [] : ['', ...body.split('\n')]);
