import { mergeShapes, union } from '../shape/merge-shapes.ts';
import type { Shape } from '../shape/shape.ts';
import { isWindow } from './limit-headers.ts';
import type { LockedResponse } from './lock.ts';
import type { LimitValue, Observation } from './observation.ts';

/** What several responses of one status to one operation have in common. Without any, it promises nothing. */
export function lockedResponse(observations: readonly Observation[]): LockedResponse {
  return observations.map(lockedAlone).reduce(mergeResponses, nothing);
}

const nothing: LockedResponse = {
  samples: 0,
  bodies: [],
  contentTypes: [],
  charsets: [],
  encodings: [],
  headers: new Map(),
  limits: new Map(),
  shape: undefined,
  carriesError: false,
  redirects: [],
};

function lockedAlone(observation: Observation): LockedResponse {
  const { body, contentType, charset, encoding, headers, limits, shape, redirect } = observation;
  return {
    samples: 1,
    bodies: [body],
    contentTypes: [contentType ?? ''],
    charsets: charset === undefined ? [] : [charset],
    encodings: encoding === undefined ? [] : [encoding],
    headers: new Map(headers.map((name) => [name, { optional: false }])),
    limits,
    shape: observation.carriesError ? undefined : shape,
    carriesError: observation.carriesError,
    ...(observation.carriesError && shape !== undefined && { errorShape: shape }),
    redirects: redirect === undefined ? [] : [redirect],
  };
}

/** In whatever order responses are merged, and however often, the result is the same but for the count of samples. */
export function mergeResponses(a: LockedResponse, b: LockedResponse): LockedResponse {
  const errorShape = together(a.errorShape, b.errorShape);
  return {
    samples: a.samples + b.samples,
    bodies: union(a.bodies, b.bodies),
    contentTypes: union(a.contentTypes, b.contentTypes),
    charsets: union(a.charsets, b.charsets),
    encodings: union(a.encodings, b.encodings),
    headers: mergeHeaders(a, b),
    limits: mergeLimits(a.limits, b.limits),
    shape: together(a.shape, b.shape),
    carriesError: a.carriesError || b.carriesError,
    ...(errorShape !== undefined && { errorShape }),
    redirects: union(a.redirects, b.redirects),
  };
}

const together = (a: Shape | undefined, b: Shape | undefined) =>
  a === undefined || b === undefined ? (a ?? b) : mergeShapes(a, b);

function mergeHeaders(a: LockedResponse, b: LockedResponse): LockedResponse['headers'] {
  const isOptionalIn = ({ samples, headers }: LockedResponse, name: string) =>
    headers.get(name)?.optional ?? samples > 0;
  const names = union([...a.headers.keys()], [...b.headers.keys()]);
  return new Map(names.map((name) => [name, { optional: isOptionalIn(a, name) || isOptionalIn(b, name) }]));
}

/** Where they differ, the stricter limit is kept: otherwise the next response with it would be a drift. */
function mergeLimits(a: LockedResponse['limits'], b: LockedResponse['limits']): LockedResponse['limits'] {
  const merged = new Map(a);
  for (const [name, limit] of b) {
    const known = merged.get(name);
    merged.set(name, known === undefined ? limit : stricter(name, known, limit));
  }
  return new Map([...merged].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function stricter(name: string, a: LimitValue, b: LimitValue): LimitValue {
  if (typeof a === 'number' && typeof b === 'number') return isWindow(name) ? Math.max(a, b) : Math.min(a, b);
  // Any order will do as long as it is always the same: a number before a notation, notations by their letters.
  if (typeof a === 'number') return a;
  if (typeof b === 'number') return b;
  return a < b ? a : b;
}
