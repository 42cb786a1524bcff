import type { PagedList } from '../../declare/contract.ts';
import { encodeRequest } from '../../http/request.ts';
import type { ProbedExchange, Question } from './conversation.ts';
import type { ProbeRecorder } from './probe-recorder.ts';

/**
 * Asks for two pages of one, and notes where the way to the second is not the declared one.
 * @param whole asks for all at once too: not where the account may be full of other people's data
 */
export async function listPages(notebook: ProbeRecorder, list: PagedList, whole: boolean): Promise<void> {
  const question = (check: string, request: PagedList['request']): Question => ({
    check,
    operation: list.name,
    template: `${request.method} ${list.request.path}`,
    request: encodeRequest(request),
  });
  const moved = (statusCode: number, is?: string) =>
    notebook.differences.push({
      operation: list.name,
      statusCode,
      kind: 'paging-moved',
      breaking: true,
      place: list.nextAt,
      ...(is === undefined ? {} : { is }),
    });
  if (whole) await notebook.put(question('list at once', list.largest));
  const first = succeeded(await notebook.put(question('list', list.request)));
  if (first === undefined) return;
  const next = list.next(first);
  if (next === undefined) {
    // Two that this run made are two pages: without a token there is no way to the second.
    const isMore = (notebook.made.get(list.of)?.size ?? 0) > 1;
    if (isMore) moved(first.statusCode);
    else notebook.skip('list next page', list.name, 'there is one page only');
    return;
  }
  const answer = await notebook.put(question('list next page', next));
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
