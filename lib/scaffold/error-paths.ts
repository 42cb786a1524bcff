/** Where an error's code and message stand in a body that nobody has described. */

export interface ErrorPaths {
  /** How the code gets to the object that tells of the error, from `jsonBody(response)`. */
  readonly within: 'body' | 'body.error' | 'body.errors[0]';
  readonly code: string | undefined;
  readonly message: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** The first that is there is taken. problem+json (RFC 9457) has a link as its `type`, so its code is the title. */
const codeNames = ['code', 'error_code', 'errorCode', 'errorType', 'category', 'title', 'type', 'error'];
const messageNames = ['message', 'detail', 'error_description', 'description', 'msg', 'title'];

/** `undefined`: the body is no JSON object, or tells nothing by any of the usual names. */
export function errorPaths(text: string): ErrorPaths | undefined {
  const body = parsed(text);
  const list = asList(body?.errors) ?? asList(body?.error);
  const within = [
    ['body.error', asFields(body?.error)],
    ['body.errors[0]', Array.isArray(body?.errors) ? asFields(list?.[0]) : undefined],
    ['body', body],
  ] as const;
  for (const [where, fields] of within) {
    const code = codeNames.find((name) => isTold(fields?.[name]));
    const message = messageNames.find((name) => name !== code && isTold(fields?.[name]));
    if (code !== undefined || message !== undefined) return { within: where, code, message };
  }
  return undefined;
}

const isTold = (value: unknown) => typeof value === 'string' && value !== '';
const asList = (value: unknown) => (Array.isArray(value) ? (value as readonly unknown[]) : undefined);

function asFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function parsed(text: string): Fields | undefined {
  try {
    return asFields(JSON.parse(text));
  } catch {
    return undefined;
  }
}
