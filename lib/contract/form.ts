/** Decodes `application/x-www-form-urlencoded` with nested keys in brackets, as Rack does for Stripe. */
export interface Form {
  readonly [key: string]: string | readonly string[] | Form;
}

/**
 * `a[b]=1&c[]=2&c[]=3` to `{ a: { b: '1' }, c: ['2', '3'] }`; numbered keys (`c[0]`) stay keys.
 * Throws `TypeError` on bytes that are no UTF-8, an unbalanced bracket, or a key that is both a value and a parent.
 */
export function decodeForm(body: string): Form {
  const root: MutableForm = Object.create(null);
  for (const pair of body.split('&').filter((part) => part !== '')) {
    const at = pair.indexOf('=');
    const name = decode(at === -1 ? pair : pair.slice(0, at));
    place(root, keysOf(name), at === -1 ? '' : decode(pair.slice(at + 1)), name);
  }
  return root;
}

interface MutableForm {
  [key: string]: string | string[] | MutableForm;
}

function place(root: MutableForm, keys: readonly string[], value: string, name: string): void {
  const isList = keys.at(-1) === '';
  const way = isList ? keys.slice(0, -1) : keys;
  let parent = root;
  for (const key of way.slice(0, -1)) {
    const child = parent[key] ?? Object.create(null);
    if (typeof child === 'string' || Array.isArray(child)) throw new TypeError(`Invalid hash: ${name}`);
    parent[key] = child;
    parent = child;
  }
  const last = way.at(-1) ?? '';
  const present = parent[last];
  if (isList) {
    if (present !== undefined && !Array.isArray(present)) throw new TypeError(`Invalid array: ${name}`);
    parent[last] = [...(present ?? []), value];
    return;
  }
  if (present !== undefined && typeof present !== 'string') throw new TypeError(`Invalid string: ${name}`);
  parent[last] = value;
}

function keysOf(name: string): string[] {
  const parts = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name);
  if (parts === null) throw new TypeError(`Invalid parameter name: ${name}`);
  const [, first = '', brackets = ''] = parts;
  return [first, ...[...brackets.matchAll(/\[([^[\]]*)\]/g)].map(([, key = '']) => key)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new TypeError('Invalid percent-encoding in the request body');
  }
}
