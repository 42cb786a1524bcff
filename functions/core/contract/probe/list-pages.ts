import type { PagedList } from '../../declare/contract.ts';
import type { HttpRequest, HttpResponse } from '../../declare/http-message.ts';
import { encodeRequest } from '../../http/request.ts';
import type { ProbeRecorder } from './probe-recorder.ts';
import { listed } from './relate.ts';
import type { ProbedExchange, ProbeRequest } from './send-probe.ts';

/**
 * Requests two pages of one item each, and records a difference where the declared way does not lead to the second. Where
 * none is named, a page of two shows whether there is more than one item: nothing has to be made to know that.
 * @param whole requests all at once too: not where the account may be full of other people's data
 */
export async function listPages(recorder: ProbeRecorder, list: PagedList, whole: boolean): Promise<void> {
  const requestFor = (check: string, request: PagedList['request']): ProbeRequest => ({
    check,
    operation: list.name,
    template: `${request.method} ${list.request.path}`,
    request: encodeRequest(request),
  });
  const moved = (statusCode: number, is?: string) =>
    recorder.differences.push({
      operation: list.name,
      statusCode,
      kind: 'paging-moved',
      breaking: true,
      place: list.nextAt,
      ...(is === undefined ? {} : { is }),
    });
  if (whole) await recorder.send(requestFor('list at once', list.largest), listed);
  const first = succeeded(await recorder.send(requestFor('list', list.request), listed));
  if (first === undefined) return;
  const next = list.next(first);
  if (next === undefined) {
    // This run made two things, which are two pages: the token of the second is not where it was.
    const madeTwo = (recorder.made.get(list.of)?.size ?? 0) > 1;
    const isEmpty = list.firstId(first) === undefined;
    if (madeTwo || (!isEmpty && (await hasTwo(recorder, list, requestFor)))) moved(first.statusCode);
    else recorder.skip('list next page', list.name, 'there is one page only');
    return;
  }
  const answer = await recorder.send(requestFor('list next page', next), (page) => {
    const second = succeeded(page);
    // What leads nowhere is told of as paging that moved.
    return second === undefined || list.firstId(second) === list.firstId(first) ? undefined : 'next';
  });
  const second = succeeded(answer);
  if (second !== undefined && list.firstId(second) === list.firstId(first))
    moved(second.statusCode, 'same-page');
  const { statusCode = 0 } = answer.classification;
  if (statusCode >= 400 && statusCode < 429) moved(statusCode, 'refused');
}

async function hasTwo(
  recorder: ProbeRecorder,
  list: PagedList,
  requestFor: (check: string, request: HttpRequest) => ProbeRequest,
): Promise<boolean> {
  const request = pageOfTwo(list);
  if (request === undefined) return false;
  // Whether it is asked depends on the account: what it comes to is none of the contract.
  const page = succeeded(await recorder.send(requestFor('list of two', request)));
  return page !== undefined && itemsIn(page) > 1;
}

/** The request with 2 for 1 where the largest page names its size too; `undefined`: nobody can tell where that is. */
function pageOfTwo({ request, largest }: PagedList): HttpRequest | undefined {
  const { query = {} } = request;
  const size = Object.keys(query).find(
    (name) =>
      query[name] === '1' && Object.hasOwn(largest.query ?? {}, name) && largest.query?.[name] !== '1',
  );
  return size === undefined ? undefined : { ...request, query: { ...query, [size]: '2' } };
}

/** Of the longest list of objects in the answer, or in an object right in it. */
function itemsIn({ body }: HttpResponse): number {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return 0;
  }
  const inside = Object.values(Object(value));
  const lists = [value, ...inside, ...inside.flatMap((one) => Object.values(Object(one)))].filter(
    Array.isArray,
  );
  return Math.max(0, ...lists.map((items) => items.filter((item) => Object(item) === item).length));
}

function succeeded({ result }: Pick<ProbedExchange, 'result'>) {
  if (!('response' in result)) return undefined;
  const { response } = result;
  return response.statusCode >= 200 && response.statusCode < 300 ? response : undefined;
}
