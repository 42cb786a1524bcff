import { parseOutcome, type Relation } from './check-outcome.ts';
import type { Difference, DifferenceKind } from './difference.ts';

/** One plain sentence without values, `create-contact 200: $.email is gone (was string(email))`. */
export function describeDifference(difference: Difference): string {
  return `${difference.operation} ${difference.statusCode}: ${sentences[difference.kind](difference)}`;
}

const sentences: Readonly<Record<DifferenceKind, (difference: Difference) => string>> = {
  'operation-new': () => 'the operation is not in the lock',
  'status-new': (difference) => `the status is new${known(difference)}`,
  redirected: ({ is, was }) =>
    `redirects to ${hosts[is ?? ''] ?? 'another address'}${was === undefined ? '' : ` (was to ${hosts[was] ?? was})`}`,
  'empty-body': (difference) => `the body is empty${was(difference)}`,
  'not-json': (difference) => `the body is ${bodyIn(difference.is)}${was(difference)}`,
  'error-in-success': () => 'the status tells of a success, the body of an error',
  'content-type-changed': (difference) => `the content type is ${difference.is}${was(difference)}`,
  'content-type-gone': (difference) => `the content type is missing${was(difference)}`,
  'charset-changed': (difference) => `the charset is ${difference.is}${was(difference)}`,
  compressed: (difference) =>
    `the body is compressed with ${difference.is}, which nobody asked for${was(difference)}`,
  'field-gone': (difference) => `${difference.place} is gone${was(difference)}`,
  'field-new': (difference) => `${difference.place} is new: ${difference.is}${was(difference)}`,
  'field-optional': (difference) => `${difference.place} is missing at times (was always there)`,
  'field-retyped': (difference) => `${difference.place} is ${difference.is}${was(difference)}`,
  'field-null': (difference) => `${difference.place} can be null${was(difference)}`,
  'format-changed': (difference) =>
    `${difference.place} has another format: ${difference.is}${was(difference)}`,
  'name-new': (difference) => `${difference.place} has a new name: ${difference.is}${was(difference)}`,
  'name-replaced': ({ place, was, is }) => `${place} is ${is} now, and ${was} was never seen again`,
  'version-answered': (difference) => `version ${difference.is} is answered${was(difference)}`,
  'header-gone': ({ place, is }) =>
    is === 'optional' ? `header ${place} is missing at times (was always there)` : `header ${place} is gone`,
  'header-new': ({ place }) => `header ${place} is new`,
  'limit-lowered': (difference) => `${difference.place} allows less: ${difference.is}${was(difference)}`,
  'limit-raised': (difference) => `${difference.place} allows more: ${difference.is}${was(difference)}`,
  'limit-meaning': (difference) =>
    `${difference.place} counts in another way: ${difference.is}${was(difference)}`,
  'check-new': ({ place, is }) => `${place} was never tried before: ${is}`,
  'check-changed': (difference) => `${difference.place} ${comesTo(difference)}${was(difference)}`,
  // Only the checks of a probe find it: nothing else requests a second page.
  'paging-moved': ({ place, is }) =>
    is === undefined
      ? `the token of the next page is not at ${place} any more`
      : `the token of the next page at ${place} ${is === 'refused' ? 'is refused' : 'leads to the same page'}`,
};

/** What a check comes to, as a verb of which the check is the subject. */
function comesTo({ is = '', was = '' }: Difference): string {
  const relation = parseOutcome(is)?.relation ?? 'unclear';
  // Only its status or our word for it is another one.
  return was.split(' or ').some((one) => one.endsWith(`: ${relation}`)) ? `comes to ${is}` : comes[relation];
}

const comes: Readonly<Record<Relation, string>> = {
  answered: 'is answered',
  made: 'makes one',
  accepted: 'is accepted',
  'same id': 'answers the id of the first',
  another: 'makes a second one',
  conflict: 'is a conflict',
  refused: 'is refused',
  found: 'finds it',
  other: 'finds another one',
  nothing: 'finds nothing',
  unclear: 'is answered by neither yes nor no',
  next: 'leads on',
  removed: 'removes it',
};

const was = (difference: Difference) => (difference.was === undefined ? '' : ` (was ${difference.was})`);
const known = (difference: Difference) =>
  difference.was === undefined ? '' : ` (the lock has ${difference.was})`;
const hosts: Readonly<Record<string, string>> = {
  'other-host': 'another host',
  'same-host': 'the same host',
};
const bodyIn = (is: string | undefined) => (is === 'html' ? 'a web page' : 'text');
