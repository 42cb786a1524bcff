import { compareChecks } from './compare-checks.ts';
import { withReplacedNames } from './compare-names.ts';
import { compareResponses } from './compare-responses.ts';
import type { Difference, DifferenceKind } from './difference.ts';
import type { Lock, LockedOperation, LockedResponse } from './lock.ts';

/**
 * How what was observed differs from the lock. Compares only the operations and statuses that `observed` has: one that was
 * not requested is not gone.
 */
export function compareLocks(recorded: Lock, observed: Lock): readonly Difference[] {
  const checks = compareChecks(recorded.operations, observed.operations);
  const answers = [...observed.operations].flatMap(([name, operation]) => {
    const { responses } = operation;
    const known = recorded.operations.get(name);
    if (known === undefined) {
      const [statusCode = 0] = responses.keys();
      return [{ operation: name, statusCode, kind: 'operation-new', breaking: false, place: '' } as const];
    }
    const found = [...responses].flatMap(([statusCode, response]) =>
      compareStatus(name, statusCode, known, response),
    );
    return withReplacedNames(found, known, operation);
  });
  return [
    ...compareVersions(recorded, observed),
    ...checks.filter((check) => !answers.some((answer) => isToldBy(answer, check))),
    // What a check came to says more than that its status is new.
    ...answers.filter(
      (answer) => answer.kind !== 'status-new' || !checks.some((check) => isOfSameAnswer(answer, check)),
    ),
  ];
}

/** A version that is answered and was not asked for changes everything that is compared, or will soon. */
function compareVersions({ recorded: was }: Lock, { recorded: is }: Lock): readonly Difference[] {
  const answeredBy = ({ apiVersion, answeredVersion }: Lock['recorded']) => answeredVersion ?? apiVersion;
  const [known, answered] = [answeredBy(was), answeredBy(is)];
  // Whoever asks for another version gets another one.
  if (was.apiVersion !== is.apiVersion || known === answered) return [];
  return [
    {
      operation: 'probe',
      statusCode: 200,
      kind: 'version-answered',
      breaking: true,
      place: '',
      was: known,
      is: answered,
    },
  ];
}

/** An answer that nobody can read any more came to something else for that alone, unless a yes became a no. */
function isToldBy(answer: Difference, check: Difference): boolean {
  if (!isOfSameAnswer(answer, check)) return false;
  if (answer.kind === 'redirected') return true;
  const wasYes = /^2\d\d success/.test(check.was ?? '');
  return unread.has(answer.kind) && (isYes(check.statusCode) || !wasYes);
}

const unread: ReadonlySet<DifferenceKind> = new Set(['empty-body', 'error-in-success', 'not-json']);
const isYes = (statusCode: number) => statusCode >= 200 && statusCode <= 299;
const isOfSameAnswer = (one: Difference, other: Difference) =>
  one.operation === other.operation && one.statusCode === other.statusCode;

/** As `compareResponse`, where the lock may not have the status at all. */
export function compareStatus(
  operation: string,
  statusCode: number,
  recorded: LockedOperation,
  observed: LockedResponse,
): readonly Difference[] {
  const known = recorded.responses.get(statusCode);
  if (known !== undefined) return compareResponse(operation, statusCode, known, observed);
  const [redirect] = observed.redirects;
  const unknown = { operation, statusCode, breaking: true, place: '' };
  if (redirect !== undefined) return [{ ...unknown, kind: 'redirected', is: redirect }];
  const was = [...recorded.responses.keys()].join(', ');
  return [{ ...unknown, kind: 'status-new', was, is: String(statusCode) }];
}

/**
 * How responses differ from those that were recorded with their status.
 * @param operation its name in the lock
 * @param observed of one response that was just received: `lockedResponse([observation])`
 */
export function compareResponse(
  operation: string,
  statusCode: number,
  recorded: LockedResponse,
  observed: LockedResponse,
): readonly Difference[] {
  return compareResponses(recorded, observed).map((found) => ({ operation, statusCode, ...found }));
}
