/** Where in a destination's secret its refresh token stands. */
import type { Credentials, Destination } from '../../../functions/core/declare/destination.ts';
import { placeholderOf } from '../secret-form.ts';

/** The way to it, `['oauth', 'refreshToken']`; `undefined`: the declaration makes it of something else. */
export function refreshTokenIn(destination: Destination): readonly string[] | undefined {
  const mark = 'zz-at-zz';
  const marked = placeholderOf(destination, (path) => `${mark}${path}`);
  try {
    const found = destination.token?.refreshToken?.(marked);
    return found?.startsWith(mark) ? found.slice(mark.length).split('.') : undefined;
  } catch {
    return undefined;
  }
}

/** The secret with this one in its place. */
export function withRefreshToken(
  secret: Readonly<Record<string, unknown>>,
  [name = '', ...inner]: readonly string[],
  token: string,
): Credentials {
  const within = secret[name];
  const known = typeof within === 'object' && within !== null ? (within as Record<string, unknown>) : {};
  return { ...secret, [name]: inner.length === 0 ? token : withRefreshToken(known, inner, token) };
}
