/** A conversation with a third party that can be shown, kept and played again: every value of it is made up. */
import type { Lock } from '../../../functions/core/contract/lock/lock.ts';
import { type LockAbout, recordedAs } from '../../../functions/core/contract/probe/lock-of.ts';
import { namesIn } from './field-names.ts';
import type { ExchangeToRecord, RecordedExchange } from './recorded-exchange.ts';
import { redactExchange } from './redact-exchange.ts';
import { createWords, type Words } from './words.ts';

export interface Recording {
  readonly destination: string;
  readonly recorded: Lock['recorded'];
  /** In the order in which they happened. */
  readonly exchanges: readonly RecordedExchange[];
}

/**
 * Replaces every value by one of the same form, the same one wherever it stands. What stays is what says nothing: names of
 * fields and of kinds of things, booleans, numbers up to a hundred, limits, and the plain words of error messages.
 * Keys are names of fields unless the declaration says that an object of that name holds data, or they look like data.
 * Exchanges without a whole answer are left out: there is nothing to play again.
 */
export function recordingOf(exchanges: readonly ExchangeToRecord[], about: LockAbout): Recording {
  const { declaration } = about;
  const { destination } = declaration;
  const whole = exchanges.filter(({ result }) => 'response' in result && !result.response.bodyTruncated);
  const redactAll = (words: Words) =>
    whole.map((exchange) => redactExchange(exchange, { declaration, words }));

  // First for what values there are, so that no placeholder is one of them; then for where the recorded requests go, so
  // that a link to one of them still leads there.
  const names = namesIn(whole, declaration);
  const known = new Set<string>();
  const add = (value: string) => known.add(value);
  redactAll(createWords({ ...names, known: new Set(), linked: () => undefined }, add));
  const links = new Map<string, string>();
  const words = createWords({
    ...names,
    known,
    linked: (url) => [...links].find(([real]) => `${url.pathname}?${url.searchParams}`.endsWith(real))?.[1],
  });
  for (const [at, { request }] of redactAll(words).entries()) {
    const real = whole[at]?.request;
    if (real === undefined) continue;
    const query = request.query === '' ? '' : `?${request.query}`;
    links.set(`${real.path}?${new URLSearchParams(real.query)}`, request.path + query);
  }
  return {
    destination: destination.name,
    recorded: recordedAs(about),
    exchanges: redactAll(words),
  };
}
