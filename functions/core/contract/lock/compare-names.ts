import { notationOf } from '../shape/field-notation.ts';
import type { Field, Shape } from '../shape/shape.ts';
import type { Difference } from './difference.ts';
import type { LockedOperation, LockedResponse } from './lock.ts';

/**
 * Code branches on the names that errors have. Where every question was asked again that was answered with a status, and a
 * name that the lock has was not seen while another one was, it has been renamed: that breaks. One answer alone cannot show
 * it, nor can a run that asked less than the one that was recorded.
 * @returns the differences, those of new names replaced where they took the place of one
 */
export function withReplacedNames(
  differences: readonly Difference[],
  recorded: LockedOperation,
  observed: LockedOperation,
): readonly Difference[] {
  const done = new Set<string>();
  return differences.flatMap((one) => {
    const { statusCode, place } = one;
    if (one.kind !== 'name-new' || !isAskedAgain(statusCode, recorded, observed)) return [one];
    const [was, is] = [recorded, observed].map(({ responses }) =>
      fieldIn(responses.get(statusCode), statusCode, place),
    );
    const gone = was?.names.filter((name) => is?.names.includes(name) !== true) ?? [];
    if (was === undefined || is === undefined || is.names.length === 0 || gone.length === 0) return [one];
    // One cause, however many names it has.
    if (done.has(`${statusCode} ${place}`)) return [];
    done.add(`${statusCode} ${place}`);
    const named = (names: readonly string[]) => notationOf({ ...was, types: ['string'], names });
    const seen = is.names.filter((name) => !was.names.includes(name));
    return [{ ...one, kind: 'name-replaced', breaking: true, was: named(gone), is: named(seen) }];
  });
}

/** In a refusal, or in a success that carries an error. */
const fieldIn = (
  response: LockedResponse | undefined,
  statusCode: number,
  place: string,
): Field | undefined => shapeOfError(response, statusCode)?.fields.get(place);

const shapeOfError = (response: LockedResponse | undefined, statusCode: number): Shape | undefined =>
  statusCode >= 400 ? response?.shape : response?.errorShape;

/** Every check that came to this status when it was recorded was made again. */
function isAskedAgain(statusCode: number, recorded: LockedOperation, observed: LockedOperation): boolean {
  if (recorded.checks === undefined || observed.checks === undefined) return false;
  return [...recorded.checks].every(
    ([check, { outcomes }]) =>
      observed.checks?.has(check) === true ||
      !outcomes.some((outcome) => outcome.startsWith(`${statusCode} `)),
  );
}
