import { type LockedCheck, outcomeText, parseOutcome, type Relation } from './check-outcome.ts';
import type { Difference } from './difference.ts';
import type { Lock } from './lock.ts';

type Checks = ReadonlyMap<string, LockedCheck>;

/**
 * Checks that came to what they never came to before. Only those that were made now: one that was not made is not gone.
 * One cause is one difference: where nothing was made, what was asked of it afterwards has nothing to say.
 * @param operations all that were asked, by name
 */
export function compareChecks(
  recorded: ReadonlyMap<string, { readonly checks?: Checks }>,
  observed: ReadonlyMap<string, { readonly checks?: Checks }>,
): readonly Difference[] {
  const found = [...observed].flatMap(([operation, { checks }]) => {
    const known = recorded.get(operation)?.checks;
    // A lock from before verdicts were kept says nothing of them.
    if (known === undefined || checks === undefined) return [];
    return [...checks].flatMap(([check, is]) => compareCheck(operation, check, known.get(check), is));
  });
  return found.filter((one) => !found.some((cause) => isConsequence(one, cause)));
}

/** The lock was recorded before verdicts were kept: what a question comes to is compared with nothing. */
export const lacksVerdicts = ({ operations }: Pick<Lock, 'operations'>): boolean =>
  [...operations.values()].every(({ checks }) => checks === undefined);

function compareCheck(
  operation: string,
  check: string,
  was: LockedCheck | undefined,
  is: LockedCheck,
): readonly Difference[] {
  const about = { operation, place: check } as const;
  if (was === undefined) {
    const [first = ''] = is.outcomes;
    const { statusCode = 0 } = parseOutcome(first) ?? {};
    return [{ ...about, statusCode, kind: 'check-new', breaking: false, is: is.outcomes.join(' or ') }];
  }
  return is.outcomes
    .filter((outcome) => !was.outcomes.includes(outcome))
    .map((outcome): Difference => {
      const { statusCode = 0, relation = 'unclear' } = parseOutcome(outcome) ?? {};
      return {
        ...about,
        statusCode,
        kind: 'check-changed',
        breaking: !onlyGrows(check, relation, was),
        was: was.outcomes.join(' or '),
        is: outcome,
      };
    });
}

/** Broken on purpose by its form, not by its key: who takes it now has become more lenient, and breaks nobody. */
const brokenInForm: ReadonlySet<string> = new Set([
  'malformed-body',
  'missing-field',
  'unknown-field',
  'wrong-content-type',
]);

function onlyGrows(check: string, relation: Relation, was: LockedCheck): boolean {
  if (brokenInForm.has(check)) return relation === 'accepted';
  // A search that lags behind what was written: it can say so at one time, and not at another.
  return check === 'lookup' && relation === 'unclear' && was.outcomes.some(isFound);
}

const isFound = (outcome: string) => parseOutcome(outcome)?.relation === 'found';

/** What can only be asked of a thing that was made, and by which checks it is made. */
const needs: Readonly<Record<string, readonly string[]>> = {
  'create again': ['create'],
  lookup: ['create'],
  'follow-up': ['create', 'create again'],
};

function isConsequence(one: Difference, cause: Difference): boolean {
  const isLater = needs[one.place]?.includes(cause.place) === true;
  return isLater && baseOf(cause.operation) === baseOf(one.operation) && isNothingMade(cause.is);
}

function isNothingMade(outcome = ''): boolean {
  const relation = parseOutcome(outcome)?.relation;
  return relation === 'refused' || relation === 'unclear';
}

const baseOf = (operation: string) => operation.replace(/ (?:lookup|follow-up)$/, '');

/** The outcomes of several runs together. */
export function mergeChecks(a: Checks, b: Checks): Checks {
  const merged = new Map(a);
  for (const [check, { samples, outcomes }] of b) {
    const known = merged.get(check);
    merged.set(check, {
      samples: samples + (known?.samples ?? 0),
      outcomes: [...new Set([...(known?.outcomes ?? []), ...outcomes])].sort(),
    });
  }
  return new Map([...merged].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** One answer to a check. */
export const lockedCheck = (...about: Parameters<typeof outcomeText>): LockedCheck => ({
  samples: 1,
  outcomes: [outcomeText(...about)],
});
