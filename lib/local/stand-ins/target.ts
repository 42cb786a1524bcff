import type { Arrived } from './contract.ts';

/** What a request names: its path, and what stands behind the question mark. */
export interface Target {
  readonly path: string;
  /** As it was sent, without the question mark. */
  readonly query: string;
}

export function targetOf({ path }: Pick<Arrived, 'path'>): Target {
  const at = path.indexOf('?');
  return at === -1 ? { path, query: '' } : { path: path.slice(0, at), query: path.slice(at + 1) };
}

/** The decoded rest of `path` after `prefix`, if it is one segment. */
export function segmentAfter(prefix: string, path: string): string | undefined {
  const rest = path.startsWith(prefix) ? path.slice(prefix.length) : '';
  if (rest === '' || rest.includes('/')) return undefined;
  try {
    return decodeURIComponent(rest);
  } catch {
    return undefined;
  }
}
