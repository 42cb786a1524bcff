/** Shapes of secrets. */
import * as z from 'zod/mini';

/**
 * Part of a key that stands in a header, a query or a name: visible ASCII. Anything else, a line break above all, cannot
 * stand there.
 */
export const visibleText = () =>
  z.string().check(z.regex(/^[\x21-\x7e]+$/, 'must be visible ASCII without spaces'));

/** A private key or a certificate, in PEM. https://www.rfc-editor.org/rfc/rfc7468 */
export const pemText = () =>
  z
    .string()
    .check(z.regex(/^-----BEGIN [A-Z0-9 ]+-----\s[\s\S]+-----END [A-Z0-9 ]+-----\s*$/, 'must be PEM'));

/**
 * The secret of a destination, with the fields that it is made of and the optional `baseUrl`. Strict, so that a misspelled
 * `baseURL` is an error instead of traffic to the wrong place.
 */
export const secretOf = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject({
    ...shape,
    baseUrl: z.exactOptional(
      z
        .string()
        .check(z.refine(isPlainAddress, 'must be an http(s) address without user, query or fragment')),
    ),
  });

/** The secret of a destination that takes one key: in a header, the query or the body. */
export const bearerCredentials = secretOf({ apiKey: visibleText() });
export type BearerCredentials = z.output<typeof bearerCredentials>;

/** The secret of a destination that takes user and password by Basic. */
export const basicCredentials = secretOf({ username: visibleText(), password: visibleText() });

/** `Authorization` of https://www.rfc-editor.org/rfc/rfc7617; user and password in visible ASCII. */
export const basicHeader = (username: string, password: string) => ({
  authorization: `Basic ${btoa(`${username}:${password}`)}`,
});

function isPlainAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || !['https:', 'http:'].includes(url.protocol)) return false;
  return url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}
