import type { HttpResponse } from '../../../../functions/core/declare/http-message.ts';

/** When the third party of these tests answers. */
export const nowMs = Date.UTC(2026, 10, 23, 12);

/** How a test's third party varies what it says: all in one, so that a seed tells a whole history. */
export interface Chance {
  /** From 0 to below 1. */
  readonly next: () => number;
  readonly happens: (probability: number) => boolean;
  readonly below: (count: number) => number;
  readonly oneOf: <Item>(items: readonly [Item, ...Item[]]) => Item;
}

/** Mulberry32: the same numbers for the same seed, on every machine. */
export function chanceOf(seed: number): Chance {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(next() * count);
  return {
    next,
    below,
    happens: (probability) => next() < probability,
    oneOf: (items) => items[below(items.length)] ?? items[0],
  };
}

/** A contact as a third party honestly tells of it: fields come and go, no two have the same values. */
export function contactBody(chance: Chance): Record<string, unknown> {
  const { below, happens, next, oneOf } = chance;
  const seconds = () => 1_700_000_000 + below(90_000_000);
  const date = () => new Date(seconds() * 1_000).toISOString();
  const orNull = <Value>(value: Value) => (happens(0.4) ? null : value);
  const some = (fields: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(fields).filter(() => happens(0.5)));
  const list = <Item>(item: () => Item) => Array.from({ length: below(5) }, item);
  return {
    type: 'contact',
    id: below(2 ** 31).toString(16),
    uid: uuidOf(chance),
    workspace: 'ecahpwf5',
    role: oneOf(['user', 'lead']),
    email: orNull(`${word(chance)}@${word(chance)}.example`),
    name: oneOf(['', 'Joe', 'Ann Smith', '2026-01-31', 'Größe', 'joe@b.example']),
    website: orNull(`https://${word(chance)}.example/${below(1_000)}`),
    birthday: orNull(date().slice(0, 10)),
    created_at: seconds(),
    updated_at: oneOf([date(), date().replace(/\.\d+Z/, 'Z'), date().replace('Z', '+02:00')]),
    score: oneOf([below(100), next() * 100]),
    unsubscribed: happens(0.5),
    location: { type: 'location', ...some({ country: word(chance), region: orNull(word(chance)) }) },
    company: orNull({
      id: below(10_000),
      ...some({ plan: orNull({ name: word(chance), seats: below(50) }) }),
    }),
    tags: {
      type: 'list',
      data: list(() => ({ id: below(99), ...some({ label: word(chance), at: date() }) })),
    },
    scores: list(() => oneOf([1, 2.5, null])),
    custom_attributes: Object.fromEntries(
      list(() => [
        oneOf(['paid', 'Größe', `${word(chance)}@b.example`, `${below(2 ** 31)}`]),
        oneOf<unknown>([1, 'x', true, null]),
      ]),
    ),
    ...some({
      phone: `+44${below(10 ** 9)}`,
      signed_up_at: orNull(seconds()),
      avatar: { image: orNull('https://x.example/a.png') },
    }),
  };
}

function word({ below }: Chance): string {
  return Array.from({ length: 3 + below(9) }, () => 'abcdefghijklmnopqrstuvwxyz'[below(26)]).join('');
}

function uuidOf({ below }: Chance): string {
  const hex = (digits: number) => Array.from({ length: digits }, () => below(16).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
}

/** An answer with such a contact: what machines in between add comes and goes, and the limit is used up and renewed. */
export function contactResponse(chance: Chance, body = contactBody(chance)): HttpResponse {
  const { below, happens } = chance;
  const remaining = below(167);
  return {
    statusCode: 200,
    headers: {
      date: new Date(nowMs + below(10_000)).toUTCString(),
      'content-type': 'application/json; charset=utf-8',
      'x-ratelimit-limit': '166',
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': String(nowMs / 1_000 + below(10)),
      'x-request-id': uuidOf(chance),
      'intercom-version': '2.16',
      ...(happens(0.5) && { 'cf-ray': below(2 ** 31).toString(16) }),
      ...(happens(0.3) && { 'set-cookie': `session=${below(2 ** 31)}` }),
      ...(happens(0.4) && { 'retry-after': String(1 + below(10)) }),
      ...(happens(0.5) && { etag: `W/"${below(2 ** 31)}"`, vary: 'Accept-Encoding' }),
    },
    body: JSON.stringify(shuffled(body, chance)),
    bodyTruncated: false,
  };
}

function shuffled(body: Record<string, unknown>, { next }: Chance): Record<string, unknown> {
  const keyed = Object.entries(body).map((entry) => ({ at: next(), entry }));
  return Object.fromEntries(keyed.sort((a, b) => a.at - b.at).map(({ entry }) => entry));
}

export const observeOptions = {
  maps: new Set(['custom_attributes']),
  headers: ['intercom-version'],
  host: 'api.example.com',
  nowMs,
};
