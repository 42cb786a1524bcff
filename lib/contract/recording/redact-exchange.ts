import { shapeOf } from '../../../functions/core/contract/shape/shape-of.ts';
import type { ContractDeclaration } from '../../../functions/core/declare/contract.ts';
import type { HttpResponse } from '../../../functions/core/declare/http-message.ts';
import { type RecordedBody, recordedBody } from './recorded-body.ts';
import type { ExchangeToRecord, RecordedExchange } from './recorded-exchange.ts';
import { redactHeaders } from './redact-headers.ts';
import { redactJson } from './redact-json.ts';
import { redactPath, redactQuery, redactTemplate } from './redact-target.ts';
import type { Words } from './words.ts';

export interface ExchangeOptions {
  readonly declaration: ContractDeclaration;
  readonly words: Words;
}

/** The exchange with nothing in it that the words do not let through. The answer must be there. */
export function redactExchange(
  { check, operation, template, isWrong, request, result }: ExchangeToRecord,
  { declaration, words }: ExchangeOptions,
): RecordedExchange {
  const response: HttpResponse =
    'response' in result ? result.response : { statusCode: 0, headers: {}, body: '', bodyTruncated: true };
  const maps = new Set(declaration.maps);
  const sent = request.body;
  const asked = redactBody(recordedBody(sent?.text ?? '', sent?.contentType), { words, maps });
  const { statusCode } = response;
  const said = redactBody(recordedBody(response.body, response.headers['content-type']), {
    words,
    maps,
    statusCode,
  });
  return {
    check,
    operation,
    template: redactTemplate(template, words),
    isWrong,
    request: {
      method: request.method,
      path: redactPath(request.path, template, words),
      query: redactQuery(request.query, declaration, words),
      ...(sent === undefined ? {} : { contentType: sent.contentType }),
      ...(asked === undefined ? {} : { body: asked }),
    },
    response: {
      statusCode,
      headers: redactHeaders(response.headers, declaration.destination, words),
      ...(said === undefined ? {} : { body: said }),
    },
  };
}

/** What stands for a web page: nobody reads one, and it may hold anything. */
const page = '<!doctype html><html><head><title>Page</title></head><body><h1>Page</h1></body></html>';

/** A request that is neither JSON nor a form was broken on purpose: no parser takes this for either. */
const nothing = '%';

/** @param about without status: of a request */
function redactBody(
  body: RecordedBody | undefined,
  about: { readonly words: Words; readonly maps: ReadonlySet<string>; readonly statusCode?: number },
): RecordedBody | undefined {
  const { words, maps, statusCode } = about;
  const isError = statusCode !== undefined && statusCode >= 400;
  if (body === undefined) return undefined;
  if ('json' in body) {
    return { json: redactJson(body.json, { ...about, shape: shapeOf(body.json, maps), isError }) };
  }
  if ('form' in body) {
    const pairs = Object.entries(body.form).map(([key, value]) => [
      key.replace(/[^[\]]+/g, (name) => words.key(name, false)),
      words.value(value),
    ]);
    return { form: Object.fromEntries(pairs) };
  }
  if (statusCode === undefined) return { text: nothing };
  if (/^\s*<[!?a-z]/i.test(body.text)) return { text: page };
  return { text: isError ? words.message(body.text) : words.value(body.text) };
}
