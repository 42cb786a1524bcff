/** One operation, probed: made twice, looked up, followed up, broken in every way, and removed. */

import type { ProbedOperation } from '../../declare/contract.ts';
import { encodeRequest } from '../../http/request.ts';
import { malformed, mislabelled } from './broken-requests.ts';
import type { Question } from './conversation.ts';
import type { ProbeRecorder } from './probe-recorder.ts';

/** Makes a text that stands in nothing else. */
type Token = () => string;

/** Makes a thing, asks for it once more as after a lost answer, and goes the way that the operation then goes. */
export async function makeTwice(
  notebook: ProbeRecorder,
  one: ProbedOperation,
  fixture: unknown,
  token: Token,
): Promise<void> {
  const { operation, paths } = one;
  const own = token();
  const input = one.distinct(fixture, own);
  const question = questionOf(one, encodeRequest(operation.request(input)), own);
  const make = (check: string) => notebook.make({ ...question, check }, operation.name, own);
  await make('create');
  const { result } = await make('create again');
  const lookup = lookupOf(one, input);
  if (lookup !== undefined) await notebook.make({ ...lookup, check: 'lookup' }, operation.name, own);
  const next = 'response' in result ? operation.followUp?.(input, result.response) : undefined;
  if (next === undefined) return;
  const followUp = {
    check: 'follow-up',
    operation: `${operation.name} follow-up`,
    template: `${next.method} ${paths.followUp ?? next.path}`,
    request: encodeRequest(next),
    readBy: operation,
  };
  await notebook.make(followUp, operation.name, own);
}

/** What the third party says of a thing that is not there. */
export async function lookUpNothing(
  notebook: ProbeRecorder,
  one: ProbedOperation,
  fixture: unknown,
  token: Token,
): Promise<void> {
  const lookup = lookupOf(one, one.distinct(fixture, token()));
  if (lookup !== undefined) await notebook.put({ ...lookup, check: 'lookup of nothing' });
}

function lookupOf(
  { operation, paths }: ProbedOperation,
  input: unknown,
): Omit<Question, 'check'> | undefined {
  const { repeat } = operation;
  if (repeat.by !== 'lookup') return undefined;
  const request = repeat.request(input);
  return {
    operation: `${operation.name} lookup`,
    template: `${request.method} ${paths.lookup ?? request.path}`,
    request: encodeRequest(request),
    readBy: operation,
  };
}

/** What the third party says to requests that nobody should take; some are taken all the same. */
export async function breakEachWay(
  notebook: ProbeRecorder,
  one: ProbedOperation,
  fixture: unknown,
  token: Token,
): Promise<void> {
  const { operation, withoutRequired } = one;
  const whole = (input: unknown) => encodeRequest(operation.request(input));
  const ways = {
    'malformed-body': (input: unknown) => malformed(whole(input)),
    'missing-field': withoutRequired && ((input: unknown) => encodeRequest(withoutRequired(input))),
    'unknown-field': (input: unknown) => encodeRequest(one.withUnknown(input)),
    'wrong-content-type': (input: unknown) => mislabelled(whole(input)),
  };
  for (const [check, make] of Object.entries(ways)) {
    if (make === undefined) {
      notebook.skip(check, operation.name, 'any of its fields may be missing');
      continue;
    }
    const own = token();
    const question = questionOf(one, make(one.distinct(fixture, own)), own);
    await notebook.make({ ...question, check, isWrong: true }, operation.name, own);
  }
}

/** Never rejects: what cannot be removed is named. */
export async function removeMade(notebook: ProbeRecorder, one: ProbedOperation): Promise<void> {
  const { name } = one.operation;
  for (const receipt of notebook.made.get(name) ?? []) {
    const request = one.remove?.(receipt);
    if (request === undefined) {
      notebook.leave(`${name}: ${receipt}`);
      continue;
    }
    const question = {
      check: 'remove',
      operation: `${name} removal`,
      template: `${request.method} ${request.path.replace(receipt, '{id}')}`,
      request: encodeRequest(request),
    };
    const problem = await notebook.put(question).then(
      ({ classification }) => (isGone(classification) ? undefined : classification.message),
      (error: Error) => error.message,
    );
    if (problem !== undefined) notebook.leave(`${name}: ${receipt} (${problem})`);
  }
}

/** Removed now, or before. */
const isGone = ({ verdict, statusCode }: { verdict: string; statusCode?: number | undefined }) =>
  verdict === 'success' || statusCode === 404 || statusCode === 410;

function questionOf(
  { operation, paths }: ProbedOperation,
  request: Question['request'],
  token: string,
): Omit<Question, 'check'> {
  return {
    operation: operation.name,
    template: `${request.method} ${paths.request}`,
    request,
    readBy: operation,
    idempotencyKey: `interlock-probe-${token}`,
  };
}
