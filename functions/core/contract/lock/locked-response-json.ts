import { notationOf, parseNotation } from '../shape/field-notation.ts';
import type { Field, Shape } from '../shape/shape.ts';
import { type Entries, entries, type Printable } from './json-print.ts';
import type { Reader } from './json-reader.ts';
import type { LockedResponse } from './lock.ts';
import type { BodyKind, LimitValue } from './observation.ts';

/** What stands for a response without a content type. A media type has a slash. */
const noContentType = 'none';

/** What most responses do not have (an encoding, an error, a redirect) is written only where there is one. */
export function writeResponse(response: LockedResponse): Entries {
  const { bodies, shape, errorShape, charsets, encodings, redirects, limits } = response;
  return entries({
    samples: response.samples,
    contentType: oneOrAll(response.contentTypes.map((type) => (type === '' ? noContentType : type))),
    charset: oneOrAll(charsets),
    encoding: oneOrAll(encodings),
    redirect: oneOrAll(redirects),
    carriesError: response.carriesError ? true : undefined,
    headers: [...response.headers].sort(byKey).map(([name, { optional }]) => marked(name, optional)),
    limits: limits.size === 0 ? undefined : new Map<string, Printable>([...limits].sort(byKey)),
    bodies: shape !== undefined && bodies.join() !== 'json' ? bodies : undefined,
    partial: shape?.partial === true ? true : undefined,
    body: shape === undefined ? oneOrAll(bodies) : writeShape(shape),
    partialError: errorShape?.partial === true ? true : undefined,
    error: errorShape === undefined ? undefined : writeShape(errorShape),
  });
}

/** Reads what `writeResponse` wrote. Fails as the reader does. */
export function readResponse(reader: Reader): LockedResponse {
  reader.only(keys);
  const body = reader.at('body');
  const isShape = typeof body.value === 'object' && !Array.isArray(body.value);
  const bodies = isShape ? reader.at('bodies') : body;
  return {
    samples: reader.at('samples').integer(),
    bodies: isShape && bodies.value === undefined ? ['json'] : bodies.textOrTexts(bodyKinds),
    contentTypes: reader
      .at('contentType')
      .textOrTexts()
      .map((type) => (type === noContentType ? '' : type))
      .sort(),
    charsets: reader.at('charset').textOrTexts(),
    encodings: reader.at('encoding').textOrTexts(),
    headers: new Map(
      reader
        .at('headers')
        .texts()
        .map((name): [string, { optional: boolean }] => [unmarked(name), { optional: isMarked(name) }])
        .sort(byKey),
    ),
    limits: reader.has('limits') ? readMap(reader.at('limits'), readLimit) : new Map(),
    shape: isShape ? readShape(body, reader.at('partial').isTrue()) : undefined,
    carriesError: reader.at('carriesError').isTrue(),
    ...(reader.has('error') && {
      errorShape: readShape(reader.at('error'), reader.at('partialError').isTrue()),
    }),
    redirects: reader.at('redirect').textOrTexts(['other-host', 'same-host'] as const),
  };
}

const keys = [
  'samples',
  'contentType',
  'charset',
  'encoding',
  'redirect',
  'carriesError',
  'headers',
  'limits',
  'bodies',
  'partial',
  'body',
  'partialError',
  'error',
];
const bodyKinds = ['empty', 'html', 'json', 'text', 'unread'] as const satisfies BodyKind[];
const meanings = [
  'epoch-milliseconds',
  'epoch-seconds',
  'http-date',
  'iso-date',
  'seconds',
] as const satisfies LimitValue[];

function readLimit(reader: Reader): LimitValue {
  return typeof reader.value === 'number' ? reader.integer() : reader.oneOf(meanings);
}

function writeShape({ fields }: Shape): Entries {
  return new Map(
    [...fields].sort(byKey).map(([path, field]) => [marked(path, field.optional), notationOf(field)]),
  );
}

function readShape(reader: Reader, partial: boolean): Shape {
  const fields = reader
    .entries()
    .map(([name, place]): [string, Field] => [
      path.test(name)
        ? unmarked(name)
        : place.fail('is no path: one starts with $ and goes on with .name or []'),
      parseNotation(place.text(), isMarked(name)) ?? place.fail('says nothing like string(email) | null'),
    ]);
  return { fields: new Map(fields.sort(byKey)), partial };
}

/** Only names of fields are in a path (isFieldName): none has a dot, a bracket or the sign of an optional one. */
const path = /^\$(?:\[\]|\.(?:\*|[^.[\]*?]+))*\??$/;

/** `retry-after?`: not always there. Neither a field's name nor a header's has this sign. */
const marked = (name: string, optional: boolean) => (optional ? `${name}?` : name);
const isMarked = (name: string) => name.endsWith('?');
const unmarked = (name: string) => (isMarked(name) ? name.slice(0, -1) : name);

const oneOrAll = (list: readonly string[]) => (list.length > 1 ? list : list[0]);

/** By key, sorted. */
export function readMap<Value>(reader: Reader, read: (reader: Reader) => Value): Map<string, Value> {
  return new Map(
    reader
      .entries()
      .map(([key, inner]): [string, Value] => [key, read(inner)])
      .sort(byKey),
  );
}

export const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);
