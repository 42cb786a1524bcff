/** By the book, with the global fetch. */
import { createHandler } from './powertools-parts.ts';

export const handler = createHandler(async (url, headers, body) => {
  const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) });
  return { statusCode: response.status, body: await response.text() };
});
