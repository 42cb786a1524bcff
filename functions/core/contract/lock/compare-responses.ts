import { notationOf } from '../shape/field-notation.ts';
import type { Shape } from '../shape/shape.ts';
import { compareHeaders, compareLimits } from './compare-headers.ts';
import { compareShapes, type PlaceDifference } from './compare-shapes.ts';
import type { Difference } from './difference.ts';
import type { LockedResponse } from './lock.ts';
import type { BodyKind } from './observation.ts';

/**
 * How responses differ from those that were recorded with this status. One cause is one difference: a web page in place of
 * JSON has other headers as well, and no fields, and none of that is a difference beside it.
 */
export function compareResponses(
  recorded: LockedResponse,
  observed: LockedResponse,
): readonly PlaceDifference[] {
  const redirect = observed.redirects.find((one) => !recorded.redirects.includes(one));
  if (redirect !== undefined) return [whole('redirected', recorded.redirects, redirect)];
  const body = compareBodies(recorded, observed);
  if (body !== undefined) return [body, ...compareContentTypes(recorded, observed)];
  if (observed.carriesError && !recorded.carriesError) return [whole('error-in-success')];
  const shapes = [
    ...comparedWhereBoth(recorded.shape, observed.shape),
    ...comparedWhereBoth(recorded.errorShape, observed.errorShape),
  ];
  return [
    ...compareContentTypes(recorded, observed),
    ...compareCharsets(recorded, observed),
    ...observed.encodings
      .filter((encoding) => !recorded.encodings.includes(encoding))
      .map((encoding) => whole('compressed', recorded.encodings, encoding)),
    ...shapes,
    ...compareHeaders(recorded.headers, observed.headers),
    ...compareLimits(recorded.limits, observed.limits),
  ];
}

const comparedWhereBoth = (recorded: Shape | undefined, observed: Shape | undefined) =>
  recorded === undefined || observed === undefined ? [] : compareShapes(recorded, observed);

/** A body of a kind that none of the recorded ones had. `unread` says nothing, recorded or observed. */
function compareBodies(recorded: LockedResponse, observed: LockedResponse): PlaceDifference | undefined {
  const known: readonly BodyKind[] = recorded.bodies.filter((body) => body !== 'unread');
  if (known.length === 0) return undefined;
  const has = (body: BodyKind) => observed.bodies.includes(body) && !known.includes(body);
  if (has('html')) return whole('not-json', known, 'html');
  if (has('text')) return whole('not-json', known, 'text');
  if (has('empty')) return whole('empty-body', known, 'empty');
  const root = has('json') ? (observed.shape ?? observed.errorShape)?.fields.get('$') : undefined;
  if (root === undefined) return undefined;
  return { kind: 'field-new', breaking: false, place: '$', was: known.join(' or '), is: notationOf(root) };
}

function compareContentTypes(recorded: LockedResponse, observed: LockedResponse): PlaceDifference[] {
  // The content type of an empty body does not matter.
  if (observed.bodies.every((body) => body === 'empty')) return [];
  const isImplied = (type: string) =>
    observed.bodies.some((body) => !recorded.bodies.includes(body) && impliedTypes[body].test(type));
  return observed.contentTypes
    .filter((type) => !recorded.contentTypes.includes(type) && !isImplied(type))
    .map((type) => {
      const was = recorded.contentTypes.filter((known) => known !== '');
      return type === '' ? whole('content-type-gone', was) : whole('content-type-changed', was, type);
    });
}

/** Content types that say no more than what the body is. */
const impliedTypes: Readonly<Record<BodyKind, RegExp>> = {
  empty: /^$/,
  html: /^(?:text\/html|.*xml)$/,
  json: /json$/,
  text: /^text\/plain$/,
  // Matches nothing.
  unread: /(?!)/,
};

function compareCharsets(recorded: LockedResponse, observed: LockedResponse): PlaceDifference[] {
  // JSON is UTF-8 unless somebody says otherwise, so that saying it adds nothing: RFC 8259 §8.1.
  const was = recorded.charsets.length === 0 ? ['utf-8'] : recorded.charsets;
  return observed.charsets
    .filter((charset) => !was.includes(charset))
    .map((charset) => whole('charset-changed', was, charset));
}

/** A breaking difference of the response as a whole. */
function whole(kind: Difference['kind'], was: readonly string[] = [], is?: string): PlaceDifference {
  return {
    kind,
    breaking: true,
    place: '',
    ...(was.length > 0 && { was: was.join(' or ') }),
    ...(is !== undefined && { is }),
  };
}
