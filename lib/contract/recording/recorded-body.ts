/** Bodies as a recording keeps them: readable, and close enough to the bytes to be read by the same code. */

export type RecordedBody =
  | { readonly json: unknown }
  /** Keys as they are sent, `metadata[externalClientId]`. */
  | { readonly form: Readonly<Record<string, string>> }
  | { readonly text: string };

const formType = 'application/x-www-form-urlencoded';

/** What a body is, whatever its content type says of JSON: a text that parses is JSON. `undefined`: there is none. */
export function recordedBody(text: string, contentType = ''): RecordedBody | undefined {
  if (text === '') return undefined;
  try {
    return { json: JSON.parse(text) };
  } catch {
    const form = contentType.startsWith(formType) ? formIn(text) : undefined;
    return form === undefined ? { text } : { form };
  }
}

/** `undefined`: a strict reader takes it for none, or a key stands in it twice. */
function formIn(text: string): Record<string, string> | undefined {
  try {
    const pairs = text.split('&').map((pair) => pair.split('=', 2).map(decoded));
    const form = Object.fromEntries(pairs.map(([key = '', value = '']) => [key, value]));
    return Object.keys(form).length === pairs.length ? form : undefined;
  } catch {
    return undefined;
  }
}

const decoded = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));

export function bodyText(body: RecordedBody | undefined): string {
  if (body === undefined) return '';
  if ('json' in body) return JSON.stringify(body.json);
  return 'form' in body ? new URLSearchParams(body.form).toString() : body.text;
}
