import * as z from 'zod/mini';

/**
 * The secret of a destination that takes one bearer key. Strict, so that a misspelled `baseURL` is an error instead
 * of traffic to the wrong place.
 */
export const bearerCredentials = z.strictObject({
  // Visible ASCII: anything else, a line break above all, cannot stand in a header.
  apiKey: z.string().check(z.regex(/^[\x21-\x7e]+$/, 'must be visible ASCII without spaces')),
  baseUrl: z.exactOptional(
    z.string().check(z.refine(isPlainAddress, 'must be an http(s) address without user, query or fragment')),
  ),
});

function isPlainAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || !['https:', 'http:'].includes(url.protocol)) return false;
  return url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}
