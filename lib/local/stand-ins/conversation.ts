/** Which exchange of a recording a request is, whatever values it is asked with. */
import { isDeepStrictEqual } from 'node:util';
import { type RecordedBody, recordedBody } from '../../contract/recording/recorded-body.ts';
import type { RecordedExchange } from '../../contract/recording/recorded-exchange.ts';
import type { Arrived } from './contract.ts';

type Recorded = RecordedExchange['request'];

/** The exchanges of one request, in the order of their recording. */
interface Group {
  readonly exchanges: readonly RecordedExchange[];
  /** How many of them were said since it was begun. */
  turn: number;
  /** How often it was begun: each time with other values. */
  begun: number;
}

/**
 * Follows a conversation. A request is the recorded one that has the same method, path, query and body, its values put in
 * place of those that stood there when another request of the conversation was first recognized: who is looked up was made
 * before. Of what is asked for the first time, the recorded one of the same fields is begun that was begun least often; else
 * one that was not broken on purpose. Each says its answers in their order, and the last one for good.
 * @returns `undefined`: nothing like it was recorded
 */
export function createConversation(
  exchanges: readonly RecordedExchange[],
): (request: Arrived) => RecordedExchange | undefined {
  const groups = [...Map.groupBy(exchanges, ({ request }) => keyOf(request)).values()].map(
    (same): Group => ({ exchanges: same, turn: 0, begun: 0 }),
  );
  const spoken = exchanges.flatMap(({ request: { body } }) => leavesOf(body));
  /** What stands in the recording for a value. */
  const bound = new Map<unknown, unknown>();
  /** By the request as it was sent. */
  const known = new Map<string, Group>();

  const next = (group: Group): RecordedExchange | undefined => {
    group.turn += 1;
    return group.exchanges[Math.min(group.turn, group.exchanges.length) - 1];
  };
  return (arrived) => {
    const sent = asRecorded(arrived);
    const key = keyOf(sent);
    const own = keyOf(translated(sent, bound));
    const same = known.get(key) ?? groups.find(({ exchanges: [one] }) => one && keyOf(one.request) === own);
    if (same !== undefined) {
      same.begun = Math.max(same.begun, 1);
      return next(same);
    }
    const [group] = likest(sent, groups, spoken).sort((a, b) => a.begun - b.begun);
    const one = group?.exchanges[0];
    if (group === undefined || one === undefined) return undefined;
    for (const [value, stands] of pairs(sent, one)) if (value !== stands) bound.set(value, stands);
    known.set(key, group);
    group.turn = 0;
    group.begun += 1;
    return next(group);
  };
}

function asRecorded({ method, path, headers, body: text }: Arrived): Recorded {
  const [pathname = '', query = ''] = path.split('?', 2);
  const [contentType = ''] = (headers['content-type'] ?? '').split(';', 1);
  const body = recordedBody(text, contentType);
  return {
    method,
    path: pathname,
    query,
    ...(contentType === '' ? {} : { contentType }),
    ...(body === undefined ? {} : { body }),
  };
}

const keyOf = (request: Recorded) => {
  const { method, path, query, body } = request;
  return JSON.stringify([method, path, sorted(query), typeOf(request), sortedFields(body)]);
};

/** What nothing is called does not matter, nor in which charset. */
const typeOf = ({ contentType = '', body }: Recorded) =>
  body === undefined ? '' : contentType.split(';', 1).join().trim();

const sorted = (query: string) => [...new URLSearchParams(query)].map(String).sort();

/** Whoever sends the same fields in another order says the same. */
function sortedFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedFields);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([name, inner]) => [name, sortedFields(inner)]);
}

function translated(sent: Recorded, bound: ReadonlyMap<unknown, unknown>): Recorded {
  const text = (value: string) => `${bound.get(value) ?? value}`;
  const leaf = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(leaf);
    if (typeof value !== 'object' || value === null) return bound.get(value) ?? value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, leaf(inner)]));
  };
  const query = new URLSearchParams(sent.query);
  for (const [name, value] of [...query]) query.set(name, text(value));
  return {
    ...sent,
    path: segmentsOf(sent.path)
      .map((segment) => encodeURIComponent(text(segment)))
      .join('/'),
    query: query.toString(),
    ...(sent.body === undefined ? {} : { body: leaf(sent.body) as RecordedBody }),
  };
}

/** Groups of which the request could be one with other values; none where none is of its kind. */
function likest(sent: Recorded, groups: readonly Group[], spoken: readonly unknown[]): Group[] {
  const ofKind = groups.filter(({ exchanges: [one] }) => one !== undefined && isOfKind(sent, one));
  const isNobodys = ({ exchanges: [one] }: Group) =>
    one !== undefined && !idsOf(one).some((id) => spoken.includes(id));
  const ways: ((group: Group) => boolean)[] =
    sent.body === undefined
      ? // Who was never spoken of is looked up as nobody was.
        [isNobodys, () => true]
      : [
          ({ exchanges: [one] }) => isDeepStrictEqual(fieldsOf(one?.request.body), fieldsOf(sent.body)),
          ({ exchanges: [one] }) => one?.isWrong === false,
        ];
  return ways.map((way) => ofKind.filter(way)).find(({ length }) => length > 0) ?? [];
}

function isOfKind(sent: Recorded, one: RecordedExchange): boolean {
  const { request } = one;
  const kind = (body: RecordedBody | undefined) => Object.keys(body ?? {}).join();
  return (
    sent.method === request.method &&
    typeOf(sent) === typeOf(request) &&
    kind(sent.body) === kind(request.body) &&
    isDeepStrictEqual(sorted(sent.query), sorted(request.query)) &&
    isSamePath(sent, one)
  );
}

/** But for ids. What only names one, and sends nothing, must ask for it: nothing is removed that was never there. */
function isSamePath({ method, path, body }: Recorded, { request, template }: RecordedExchange): boolean {
  if (path === request.path) return true;
  if (body === undefined && method !== 'GET') return false;
  const [mine, recorded, templates] = [path, request.path, pathIn(template)].map(segmentsOf) as [
    string[],
    string[],
    string[],
  ];
  return (
    mine.length === recorded.length &&
    mine.every((segment, at) => segment === recorded[at] || isPlaceholder(templates[at]))
  );
}

const pathIn = (template: string) => template.slice(template.indexOf('/'));
const isPlaceholder = (segment = '') => /^\{.*\}$/.test(segment);

const idsOf = ({ request, template }: RecordedExchange): readonly string[] => {
  const templates = segmentsOf(pathIn(template));
  return segmentsOf(request.path).filter((_, at) => isPlaceholder(templates[at]));
};

/** What was sent, beside what stands for it. */
function pairs(sent: Recorded, { request }: RecordedExchange): readonly (readonly [unknown, unknown])[] {
  const recorded = segmentsOf(request.path);
  const ofPath = segmentsOf(sent.path).map((segment, at) => [segment, recorded[at] ?? segment] as const);
  return [...ofPath, ...leafPairs(sent.body, request.body)];
}

function leafPairs(sent: unknown, recorded: unknown): readonly (readonly [unknown, unknown])[] {
  if (typeof sent === 'string' || typeof sent === 'number') {
    return typeof recorded === typeof sent ? [[sent, recorded]] : [];
  }
  if (typeof sent !== 'object' || sent === null || typeof recorded !== 'object' || recorded === null)
    return [];
  return Object.entries(sent).flatMap(([key, value]) =>
    leafPairs(value, Object.hasOwn(recorded, key) ? (recorded as Record<string, unknown>)[key] : undefined),
  );
}

function leavesOf(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  return Object.values(value).flatMap(leavesOf);
}

/** The names of all fields, at any depth. */
function fieldsOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, one]) => [
    Array.isArray(value) ? '[]' : key,
    ...fieldsOf(one).map((name) => `${Array.isArray(value) ? '[]' : key}.${name}`),
  ]);
  return [...new Set(inner)].sort();
}

function segmentsOf(path: string): string[] {
  return path.split('/').map((segment) => {
    try {
      return decodeURIComponent(segment);
    } catch {
      return segment;
    }
  });
}
