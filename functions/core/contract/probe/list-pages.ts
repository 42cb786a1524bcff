import type { PagedList } from '../../declare/contract.ts';
import { encodeRequest } from '../../http/request.ts';
import type { ProbeRecorder } from './probe-recorder.ts';
import type { ProbedExchange, ProbeRequest } from './send-probe.ts';

/**
 * Requests two pages of one item each, and records a difference where the declared way does not lead to the second.
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
  if (whole) await recorder.send(requestFor('list at once', list.largest));
  const first = succeeded(await recorder.send(requestFor('list', list.request)));
  if (first === undefined) return;
  const next = list.next(first);
  if (next === undefined) {
    // This run made two things, which are two pages: the token of the second is not where it was.
    const isMore = (recorder.made.get(list.of)?.size ?? 0) > 1;
    if (isMore) moved(first.statusCode);
    else recorder.skip('list next page', list.name, 'there is one page only');
    return;
  }
  const answer = await recorder.send(requestFor('list next page', next));
  const second = succeeded(answer);
  if (second !== undefined && list.firstId(second) === list.firstId(first))
    moved(second.statusCode, 'same-page');
  const { statusCode = 0 } = answer.classification;
  if (statusCode >= 400 && statusCode < 429) moved(statusCode, 'refused');
}

function succeeded({ result }: ProbedExchange) {
  if (!('response' in result)) return undefined;
  const { response } = result;
  return response.statusCode >= 200 && response.statusCode < 300 ? response : undefined;
}
