import type { HttpResponse } from '../../declare/http-message.ts';
import { present } from '../../declare/present.ts';

export interface Metadata {
  readonly httpStatusCode: number;
  readonly requestId?: string;
  /** The header of that name. */
  readonly date?: string;
  /** Signed by a clock that was wrong and is right now: the retries ask again, whatever the service said. */
  readonly clockSkewCorrected?: true;
}

/** What the service said, as it said it. */
export type Answer = Readonly<Record<string, unknown>> & { readonly $metadata: Metadata };

type Errors = Readonly<Record<string, new (options: never) => Error>>;

/** Throws the error that it is: by the class of its name where there is one. */
export function answerOf(response: HttpResponse, errors: Errors, clockSkewCorrected: boolean): Answer {
  const { statusCode, headers, body, bodyTruncated } = response;
  const requestId = headers['x-amzn-requestid'];
  const $metadata = present({ httpStatusCode: statusCode, requestId, date: headers.date });
  if (bodyTruncated) throw unread('the answer was cut off');
  if (statusCode < 300) return { ...successIn(body), $metadata };
  const error = Object.assign(errorOf(headers, body, errors), {
    $metadata: clockSkewCorrected ? { ...$metadata, clockSkewCorrected } : $metadata,
  });
  // The retries look into its headers for how long to wait; whoever prints the error does not see it.
  throw Object.defineProperty(error, '$response', { value: response });
}

function errorOf(headers: Readonly<Record<string, string>>, text: string, errors: Errors): Error {
  const body = failureIn(text);
  // `com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException:http://…`; from a proxy in between, nothing.
  const type = body.__type ?? headers['x-amzn-errortype'];
  const name = typeof type === 'string' ? type.replace(/[,:].*$/s, '').replace(/^.*#/s, '') : 'Unknown';
  const message = String(body.message ?? body.Message ?? 'UnknownError');
  const Known = Object.hasOwn(errors, name) ? errors[name] : undefined;
  return Known === undefined
    ? Object.assign(new Error(message), { name })
    : new Known({ ...body, message } as never);
}

/** As good as no answer, and worth asking again: named as what the SDK's retries know to be over in a moment. */
export const unread = (message: string) => Object.assign(new Error(message), { name: 'TimeoutError' });

/** The parser would quote what it could not read, and it may be a secret. */
function successIn(text: string): Readonly<Record<string, unknown>> {
  try {
    return parsed(text);
  } catch {
    throw unread('the answer is not JSON');
  }
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
