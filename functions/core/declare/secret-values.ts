/** What of a secret nobody may see: all of it, unless the destination says otherwise. */
import type { Destination } from './destination.ts';

/** A value in a secret, and where it stands: `apiKey`, `oauth.clientSecret`, `scopes` for each item of a list. */
export interface SecretValue {
  readonly path: string;
  readonly text: string;
}

/** Shorter numbers are a port, a count, a year: they would blur every line. */
const digitsMin = 6;

/**
 * Every text in what a secret holds, at any depth, and every long number as a text, but for what the destination declares
 * public and for `baseUrl`, which each line of the log names.
 */
export function secretValues(
  secret: unknown,
  { publicCredentials = [] }: Pick<Destination, 'publicCredentials'>,
): readonly SecretValue[] {
  const found: SecretValue[] = [];
  const look = (value: unknown, path: string): void => {
    if (path === 'baseUrl' || publicCredentials.includes(path)) return;
    if (typeof value === 'string') found.push({ path, text: value });
    else if (typeof value === 'number') {
      if (`${value}`.length >= digitsMin) found.push({ path, text: `${value}` });
    } else if (Array.isArray(value)) for (const item of value) look(item, path);
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) look(inner, path === '' ? key : `${path}.${key}`);
  };
  look(secret, '');
  return found;
}

/**
 * The same secret with other texts where it is secret, for who wants to know what they make of a request, or to try a wrong
 * key. What is public, numbers and `baseUrl` stay.
 */
export function withOtherSecrets<Secret>(
  secret: Secret,
  { publicCredentials = [] }: Pick<Destination, 'publicCredentials'>,
  other: (text: string) => string,
): Secret {
  const replaced = (value: unknown, path: string): unknown => {
    if (path === 'baseUrl' || publicCredentials.includes(path)) return value;
    if (typeof value === 'string') return other(value);
    if (Array.isArray(value)) return value.map((item) => replaced(item, path));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        replaced(inner, path === '' ? key : `${path}.${key}`),
      ]),
    );
  };
  return replaced(secret, '') as Secret;
}
