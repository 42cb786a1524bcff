/** Stand-ins that do not keep their contract, on purpose: every answer, from then on, is altered in one way. */
import type { Answer, Arrived } from './contract.ts';
import * as alter from './drifted-answer.ts';
import { isFieldPath } from './json-place.ts';

/** A kind of drift: what has to be said of it, all of it text, and what it does to an answer. */
const kind = <const Need extends string = never>(
  needs: readonly Need[],
  apply: (answer: Answer, params: Readonly<Record<Need, string>>) => Answer,
) => ({ needs, apply });

const kinds = {
  'field-gone': kind(['path'], (answer, { path }) => alter.withoutField(answer, path)),
  'field-added': kind(['path', 'value'], (answer, { path, value }) =>
    alter.withNewField(answer, path, value),
  ),
  /** `to` is a name, not a path. */
  'field-renamed': kind(['path', 'to'], (answer, { path, to }) => alter.withFieldRenamed(answer, path, to)),
  'number-to-string': kind(['path'], (answer, { path }) => alter.withNumberAsText(answer, path)),
  null: kind(['path'], (answer, { path }) => alter.withField(answer, path, null)),
  /** A name that was never seen: `"status": "on_hold"`. */
  'enum-value': kind(['path', 'value'], (answer, { path, value }) => alter.withField(answer, path, value)),
  'date-format': kind(['path'], (answer, { path }) => alter.withOtherDate(answer, path)),
  /** The token of the next page stands at another path. */
  'paging-moved': kind(['from', 'to'], (answer, { from, to }) => alter.withFieldMoved(answer, from, to)),
  /** A refusal is a 200, and a success tells of a failure. */
  'error-in-success': kind([], alter.withErrorInSuccess),
  'html-in-success': kind([], (answer) => alter.asPage(answer, 200)),
  /** Every refusal, with its status. */
  'html-error': kind([], alter.withErrorsAsPages),
  /** A 409 where there was a success. The request has had its effect. */
  conflict: kind([], (answer) => alter.withStatus(answer, 409)),
  /** A 302. The request has had its effect. */
  redirect: kind(['location'], (answer, { location }) => alter.redirected(answer, location)),
  charset: kind(['charset'], (answer, { charset }) => alter.inCharset(answer, charset)),
  compressed: kind([], alter.compressed),
  'content-type-gone': kind([], alter.withoutContentType),
  'body-empty': kind([], (answer) => ({ ...answer, body: '' })),
  /** Names in lower case. */
  'header-renamed': kind(['from', 'to'], (answer, { from, to }) => alter.withHeaderRenamed(answer, from, to)),
  /** The headers say half of what is kept. */
  'limit-lowered': kind([], alter.withHalfTheLimit),
};

export type DriftKind = keyof typeof kinds;

/** `{ kind: 'field-gone', path: '$.id' }`: the kind, what it needs, and which requests it is for. */
export type Drift = {
  [Kind in DriftKind]: Readonly<Record<(typeof kinds)[Kind]['needs'][number], string>> & {
    readonly kind: Kind;
    /** All that are given must fit. Left out: every request. */
    readonly match?: { readonly method?: string /** Beginning of the path. */; readonly path?: string };
  };
}[DriftKind];

export const driftKinds = Object.keys(kinds) as readonly DriftKind[];

/** The answer as the drift has it. Throws `TypeError` for a path that names no field. */
export function drifted(answer: Answer, request: Arrived, drift: Drift): Answer {
  const { match = {} } = drift;
  if (match.method !== undefined && match.method !== request.method) return answer;
  if (match.path !== undefined && !request.path.startsWith(match.path)) return answer;
  const { apply } = kinds[drift.kind];
  return (apply as (answer: Answer, params: Drift) => Answer)(answer, drift);
}

/** Throws `TypeError` that says what is wrong with it. */
export function parseDrift(value: unknown): Drift {
  const given: Readonly<Record<string, unknown>> =
    typeof value === 'object' && value !== null ? { ...value } : {};
  if (!Object.hasOwn(kinds, String(given.kind))) {
    throw new TypeError(`drift.kind must be one of ${driftKinds.join(', ')}`);
  }
  const needs: readonly string[] = kinds[given.kind as DriftKind].needs;
  for (const name of needs) {
    if (typeof given[name] !== 'string') throw new TypeError(`drift.${name} must be a string`);
  }
  for (const name of ['path', 'from'].filter(
    (one) => needs.includes(one) && given.kind !== 'header-renamed',
  )) {
    if (!isFieldPath(String(given[name]))) throw new TypeError(`drift.${name} must be a path: $.list[].name`);
  }
  if (given.kind === 'paging-moved' && !/^\$(\.[^.[\]*]+)+$/.test(String(given.to))) {
    throw new TypeError('drift.to must be a path without lists: $.paging.cursor');
  }
  const stranger = Object.keys(given).find((name) => !['kind', 'match', ...needs].includes(name));
  if (stranger !== undefined) throw new TypeError(`drift.${stranger} is not known of a ${given.kind}`);
  const { match = {} } = given;
  const fits = ([name, wanted]: [string, unknown]) =>
    ['method', 'path'].includes(name) && typeof wanted === 'string';
  if (typeof match !== 'object' || match === null || !Object.entries(match).every(fits)) {
    throw new TypeError('drift.match may hold the strings method, path');
  }
  return value as Drift;
}
