/** Bodies that are neither one JSON text nor a form. The same value gives the same bytes, always. */
import { digest } from './digest.ts';
import type { RequestBody } from './http-message.ts';

type Text = Extract<RequestBody, { readonly encoding: 'text' }>;

/** One JSON text a line, each with its line end. https://github.com/ndjson/ndjson-spec */
export const ndjson = (values: readonly unknown[], contentType = 'application/x-ndjson'): Text => ({
  encoding: 'text',
  contentType,
  text: values.map((value) => `${JSON.stringify(value)}\n`).join(''),
});

/** A field, or a file with a name and a type of its own. Texts only: bytes that are no UTF-8 have no place in a mapping. */
export interface Part {
  readonly name: string;
  readonly text: string;
  readonly fileName?: string;
  readonly contentType?: string;
}

/** multipart/form-data (RFC 7578). The boundary is made of the parts, so that a repetition has the same bytes. */
export function multipart(parts: readonly Part[]): Text {
  const boundary = `interlock-${digest('sha256', JSON.stringify(parts)).slice(0, 32)}`;
  const written = parts.map(({ name, text, fileName, contentType }) =>
    [
      `--${boundary}`,
      `content-disposition: form-data; name="${quotable(name)}"${fileName === undefined ? '' : `; filename="${quotable(fileName)}"`}`,
      ...(contentType === undefined ? [] : [`content-type: ${contentType}`]),
      '',
      text,
      '',
    ].join('\r\n'),
  );
  return {
    encoding: 'text',
    contentType: `multipart/form-data; boundary=${boundary}`,
    text: `${written.join('')}--${boundary}--\r\n`,
  };
}

/** As browsers write them. https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data */
const quotable = (text: string) =>
  text.replace(
    /["\r\n]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
