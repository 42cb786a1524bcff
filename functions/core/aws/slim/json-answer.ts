import type { Readable } from 'node:stream';
import type { HttpResponse } from '@smithy/core/protocols';

export interface Metadata {
  readonly httpStatusCode: number;
  readonly requestId?: string;
}

/** What the service said, as it said it. */
export type Answer = Readonly<Record<string, unknown>> & { readonly $metadata: Metadata };

type Errors = Readonly<Record<string, new (options: never) => Error>>;

/** Rejects with the error that it is: by the class of its name where there is one. */
export async function answerOf(response: HttpResponse, errors: Errors): Promise<Answer> {
  const { statusCode, headers } = response;
  const text = await textOf(response.body as Readable);
  const requestId = headers['x-amzn-requestid'];
  const $metadata = { httpStatusCode: statusCode, ...(requestId === undefined ? {} : { requestId }) };
  if (statusCode < 300) return { ...parsed(text), $metadata };
  throw Object.assign(errorOf(headers, text, errors), { $metadata, $response: response });
}

function errorOf(headers: Readonly<Record<string, string>>, text: string, errors: Errors): Error {
  const body = failureIn(text);
  // `com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException:http://…`; from a proxy in between, nothing.
  const type = body.__type ?? headers['x-amzn-errortype'];
  const name = typeof type === 'string' ? type.replace(/[,:].*$/s, '').replace(/^.*#/s, '') : 'Unknown';
  const message = String(body.message ?? body.Message ?? 'UnknownError');
  const Known = errors[name];
  return Known === undefined
    ? Object.assign(new Error(message), { name })
    : new Known({ ...body, message, $metadata: {} } as never);
}

/** Not JSON: then it was not the service that answered, and the status says what is to be done. */
function failureIn(text: string): Readonly<Record<string, unknown>> {
  try {
    return parsed(text);
  } catch {
    return {};
  }
}

const parsed = (text: string) => (text === '' ? {} : JSON.parse(text)) as Readonly<Record<string, unknown>>;

function textOf(body: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    body.on('data', (chunk: Buffer) => chunks.push(chunk));
    body.on('error', reject);
    body.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}
