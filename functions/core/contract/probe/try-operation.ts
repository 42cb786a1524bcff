/** The checks of one operation: make, make again, look up, follow up, send what is wrong, and remove. */

import type { ProbedOperation } from '../../declare/contract.ts';
import type { HttpRequest, HttpResponse } from '../../declare/http-message.ts';
import type { Lookup, Operation } from '../../declare/operation.ts';
import { readLookup } from '../../http/lookup-answer.ts';
import { encodeRequest } from '../../http/request.ts';
import { malformed, mislabelled } from './broken-requests.ts';
import { isTrouble, type ProbeRecorder } from './probe-recorder.ts';
import { brokenOnPurpose, lookedUp, madeAgain, madeFirst, type Relate, removed } from './relate.ts';
import type { ProbedExchange, ProbeRequest } from './send-probe.ts';

/** Makes a text that stands in nothing else. */
type Token = () => string;

/** Makes a thing, sends the same again as after a lost answer, then looks it up and follows up as the operation does. */
export async function makeTwice(
  recorder: ProbeRecorder,
  one: ProbedOperation,
  fixture: unknown,
  token: Token,
): Promise<void> {
  const { operation, paths } = one;
  const own = token();
  const input = one.distinct(fixture, own);
  const request = requestOf(one, encodeRequest(operation.request(input)), own);
  const make = (check: string, relate: Relate) =>
    recorder.make({ ...request, check }, operation.name, own, relate);
  const followUpOf = ({ result }: Pick<ProbedExchange, 'result'>) =>
    'response' in result ? operation.followUp?.(input, result.response) : undefined;
  const created = await make('create', madeFirst);
  const first = created.classification.receipt;
  // After a lost answer nobody knows what the next ones would be compared with.
  const related = (relate: Relate): Relate => (isTrouble(created) ? () => undefined : relate);
  const again = await make(
    'create again',
    related((answer) => madeAgain(first, followUpOf(answer) !== undefined)(answer)),
  );
  const lookup = lookupOf(one, input);
  if (lookup !== undefined) {
    await recorder.make({ ...lookup, check: 'lookup' }, operation.name, own, related(lookedUp(first)));
  }
  const next = followUpOf(again);
  if (next === undefined) return;
  const followUp = {
    check: 'follow-up',
    operation: `${operation.name} follow-up`,
    template: `${next.method} ${paths.followUp ?? next.path}`,
    request: encodeRequest(next),
    readBy: operation,
  };
  await recorder.make(followUp, operation.name, own, related(madeAgain(first, false)));
}

/** Records what the third party answers about a thing that is not there. */
export async function lookUpNothing(
  recorder: ProbeRecorder,
  one: ProbedOperation,
  fixture: unknown,
  token: Token,
): Promise<void> {
  const lookup = lookupOf(one, one.distinct(fixture, token()));
  if (lookup !== undefined) {
    await recorder.send({ ...lookup, check: 'lookup of nothing' }, lookedUp(undefined));
  }
}

function lookupOf(
  { operation, paths }: ProbedOperation,
  input: unknown,
): Omit<ProbeRequest, 'check'> | undefined {
  const { repeat } = operation;
  if (repeat.by !== 'lookup') return undefined;
  const request = repeat.request(input);
  return {
    operation: `${operation.name} lookup`,
    template: `${request.method} ${paths.lookup ?? request.path}`,
    request: encodeRequest(request),
    readBy: { ...operation, receipt: (response) => receiptOf(repeat, operation, response, input) },
    reread: (result, classification) => readLookup(operation, result, classification, input),
  };
}

/** The id of what a lookup found, as the operation itself reads it. */
function receiptOf<Input>(
  { answer }: Lookup<Input>,
  { receipt }: Pick<Operation<Input>, 'receipt'>,
  response: HttpResponse,
  input: Input,
): string | undefined {
  if (answer === undefined) return receipt(response);
  const said = answer(response, input);
  return said.says === 'yes' ? said.receipt : undefined;
}

/** Records what the third party answers to requests that nobody should take. Some are taken all the same. */
export async function breakEachWay(
  recorder: ProbeRecorder,
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
      recorder.skip(check, operation.name, 'any of its fields may be missing');
      continue;
    }
    const own = token();
    const request = requestOf(one, make(one.distinct(fixture, own)), own);
    await recorder.make({ ...request, check, isWrong: true }, operation.name, own, brokenOnPurpose);
  }
}

/** Removes what the operation made. Never rejects: what cannot be removed is recorded as left behind. */
export async function removeMade(recorder: ProbeRecorder, one: ProbedOperation): Promise<void> {
  const { name } = one.operation;
  if (one.leavesNothing) return recorder.forget(name);
  for (const receipt of recorder.made.get(name) ?? []) {
    const request = one.remove?.(receipt);
    if (request === undefined) {
      recorder.leave(`${name}: ${receipt}`);
      continue;
    }
    const removal = {
      check: 'remove',
      operation: `${name} removal`,
      template: `${request.method} ${request.path.replace(receipt, '{id}')}`,
      request: encodeRequest(withBody(request, recorder, name)),
    };
    const problem = await recorder.send(removal, removed).then(
      ({ classification }) => (isGone(classification) ? undefined : classification.message),
      (error: Error) => error.message,
    );
    if (problem !== undefined) recorder.leave(`${name}: ${receipt} (${problem})`);
  }
}

/**
 * A POST without a body has no content type either, and some APIs refuse what has none: it gets an empty one of the kind
 * that the thing was made with.
 */
function withBody(request: HttpRequest, { exchanges }: ProbeRecorder, name: string): HttpRequest {
  if (request.body !== undefined || !/^(?:POST|PUT|PATCH)$/.test(request.method)) return request;
  const made = exchanges.find(({ operation, isWrong }) => operation === name && !isWrong);
  const isForm = made?.request.body?.contentType === 'application/x-www-form-urlencoded';
  return { ...request, body: { encoding: isForm ? 'form' : 'json', value: {} } };
}

/** It was removed now, or before. */
const isGone = ({ verdict, statusCode }: { verdict: string; statusCode?: number | undefined }) =>
  verdict === 'success' || statusCode === 404 || statusCode === 410;

function requestOf(
  { operation, paths }: ProbedOperation,
  request: ProbeRequest['request'],
  token: string,
): Omit<ProbeRequest, 'check'> {
  return {
    operation: operation.name,
    template: `${request.method} ${paths.request}`,
    request,
    readBy: operation,
    idempotencyKey: `interlock-probe-${token}`,
  };
}
