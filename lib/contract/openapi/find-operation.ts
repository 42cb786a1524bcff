import { follow } from './follow.ts';
import { isJsonObject, type JsonObject, listAt, objectAt, own } from './json-object.ts';
import type { OpenApiDocument } from './read-document.ts';

export interface DocumentedOperation {
  /** `PUT /contacts/{contact_id}`. */
  readonly request: string;
  readonly operation: JsonObject;
  /** Of the path and of the operation, the latter's first. References are not followed yet. */
  readonly parameters: readonly unknown[];
  /** Decoded values of the path's parameters by name. */
  readonly pathValues: ReadonlyMap<string, string>;
}

/** The methods that the document knows for a path; none: it does not know the path. */
export interface UndocumentedOperation {
  readonly methods: readonly string[];
}

/**
 * The operation of the document that a request is. A path matches as it is written, or behind the path of one of the
 * document's servers (`/v1`); of several templates the most literal one wins.
 * https://spec.openapis.org/oas/v3.1.1.html#path-templating-matching
 */
export function findOperation(
  document: OpenApiDocument,
  method: string,
  path: string,
): DocumentedOperation | UndocumentedOperation {
  const segments = path.split('/').map(decoded);
  const found: { template: string; item: JsonObject; match: Match }[] = [];
  for (const [template, value] of Object.entries(objectAt(document.root, 'paths'))) {
    const item = follow(document, value);
    if (item === undefined || !template.startsWith('/')) continue;
    for (const base of basesOf(document.root, item)) {
      const match = matchTemplate(base + template, segments);
      if (match !== undefined) found.push({ template, item, match });
    }
  }
  const best = found.map(({ match }) => match.rank).sort()[0];
  const candidates = found.filter(({ match }) => match.rank === best);
  for (const { template, item, match } of candidates) {
    const operation = follow(document, own(item, method.toLowerCase()));
    if (operation === undefined) continue;
    const parameters = [...listAt(operation, 'parameters'), ...listAt(item, 'parameters')];
    return { request: `${method} ${template}`, operation, parameters, pathValues: match.values };
  }
  return { methods: methods.filter((name) => candidates.some(({ item }) => isJsonObject(own(item, name)))) };
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

interface Match {
  /** One letter a segment, `a` for a literal: in alphabetical order the most literal template comes first. */
  readonly rank: string;
  readonly values: ReadonlyMap<string, string>;
}

function matchTemplate(template: string, segments: readonly string[]): Match | undefined {
  const parts = template.split('/');
  if (parts.length !== segments.length) return undefined;
  let rank = '';
  const values = new Map<string, string>();
  for (const [at, part] of parts.entries()) {
    const segment = segments[at] ?? '';
    const names = [...part.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name);
    if (names.length === 0) {
      if (decoded(part) !== segment) return undefined;
      rank += 'a';
      continue;
    }
    const pattern = part
      .split(/\{[^}]*\}/)
      .map(RegExp.escape)
      .join('([^]+?)');
    const match = new RegExp(`^${pattern}$`).exec(segment);
    if (match === null) return undefined;
    for (const [index, name] of names.entries()) values.set(name, match[index + 1] ?? '');
    // `{id}.json` says more than `{id}`.
    rank += part.startsWith('{') && part.endsWith('}') && names.length === 1 ? 'c' : 'b';
  }
  return { rank, values };
}

/** Paths that may stand before a template: '' for none, and those of the servers, their variables at their defaults. */
function basesOf(root: JsonObject, item: JsonObject): ReadonlySet<string> {
  const servers = [root, item, ...methods.map((method) => objectAt(item, method))].flatMap((holder) =>
    listAt(holder, 'servers').filter(isJsonObject),
  );
  const bases = servers.map((server) => {
    const url = String(own(server, 'url') ?? '').replace(/\{([^}]*)\}/g, (written, name: string) => {
      const preset = own(objectAt(objectAt(server, 'variables'), name), 'default');
      return preset === undefined ? written : String(preset);
    });
    return url.replace(/^([a-z][a-z0-9+.-]*:)?\/\/[^/]*/i, '').replace(/[?#].*$/, '');
  });
  return new Set(['', ...bases.map((base) => base.replace(/\/+$/, ''))]);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
