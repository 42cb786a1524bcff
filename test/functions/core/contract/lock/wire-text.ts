import type { HttpResponse } from '../../../../../functions/core/declare/http-message.ts';

/** A response as it would stand on the wire: a status line, headers, an empty line, the body. */
export function wireText(text: string): HttpResponse {
  const [head = '', ...body] = text.split('\n\n');
  const [status = '', ...lines] = head.split('\n');
  return {
    statusCode: Number(status.split(' ')[1]),
    headers: Object.fromEntries(
      lines.map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
    ),
    body: body.join('\n\n'),
    bodyTruncated: false,
  };
}
