import type { HttpResponse } from '../../../functions/core/declare/http-message.ts';

/** A response as the engine hands it to a destination. */
export function response(
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { statusCode, headers, body: text, bodyTruncated: false };
}
