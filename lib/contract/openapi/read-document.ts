/** Reads a third party's OpenAPI document: JSON or YAML, 3.0 and later. */
import { parse } from 'yaml';
import { checkReferences } from './check-references.ts';
import { DocumentError } from './document-error.ts';
import { isJsonObject, type JsonObject, own } from './json-object.ts';

export interface OpenApiDocument {
  /** What it was read from, for messages. */
  readonly name: string;
  /** `3.0` has a dialect of JSON Schema of its own; from 3.1 on it is JSON Schema 2020-12. */
  readonly version: '3.0' | '3.1';
  readonly root: JsonObject;
}

/**
 * Reads `text`, which came from the file or URL `name`. Throws `DocumentError` on what is no JSON and no YAML, on what is
 * no OpenAPI 3.x, and on a `$ref` into another file. A document with smaller faults is read as far as it goes: what it
 * says there counts as nothing said.
 */
export function parseDocument(text: string, name: string): OpenApiDocument {
  const root = parseText(text.replace(/^\uFEFF/, ''), name);
  refuseTooLarge(root, name);
  if (!isJsonObject(root)) {
    throw new DocumentError(`${name}: expected an OpenAPI 3.x document, got ${kindOf(root)}. ${whatToGive}`);
  }
  const version = versionOf(root, name);
  if (!isJsonObject(own(root, 'paths'))) {
    throw new DocumentError(
      `${name}: the document has no "paths", so there is nothing to compare with. ${whatToGive}`,
    );
  }
  checkReferences(root, name);
  return { name, version, root };
}

const whatToGive = 'Give the file itself, or the address of the raw file, not of a page about it.';

function parseText(text: string, name: string): unknown {
  const start = text.trimStart();
  if (start === '') throw new DocumentError(`${name}: expected an OpenAPI document, got nothing.`);
  if (start.startsWith('<')) {
    throw new DocumentError(`${name}: expected JSON or YAML, got a web page or XML. ${whatToGive}`);
  }
  try {
    // Ten times as fast as YAML, of which JSON is a part: what fails here is read again below, for the better message.
    if (start.startsWith('{')) return JSON.parse(text);
  } catch (error) {
    // All else may be YAML in braces.
    if (/end of JSON input|Unterminated string/.test((error as Error).message)) {
      throw new DocumentError(`${name}: the JSON ends in the middle. Download it again.`, { cause: error });
    }
  }
  try {
    // What aliases expand to is bounded below; how many there are says little.
    return parse(text, { logLevel: 'error', merge: true, maxAliasCount: -1 });
  } catch (error) {
    // The parser's own, with or without a name of its own for it.
    if (/call stack/.test(String(error))) throw tooDeep(name);
    const [what = ''] = String(error instanceof Error ? error.message : error).split('\n');
    throw new DocumentError(
      `${name}: expected JSON or YAML, got neither: ${what.replace(/:$/, '')}. Correct it there, or give another version of the document.`,
      { cause: error },
    );
  }
}

/** No schema is as deep by far; the readers below follow a document by calling themselves. */
const levelsMax = 500;

/** The largest public ones have two million values. */
const valuesMax = 20_000_000;

const tooDeep = (name: string) =>
  new DocumentError(
    `${name}: its objects stand more than ${levelsMax} levels within each other. ${whatToGive}`,
  );

/** Throws `DocumentError` on a document that is too deep, or that YAML's aliases make too large. */
function refuseTooLarge(root: unknown, name: string): void {
  const sizes = new Map<object, number>();
  const sizeOf = (node: unknown, level: number): number => {
    if (typeof node !== 'object' || node === null) return 1;
    const known = sizes.get(node);
    if (known !== undefined) return known;
    if (level > levelsMax) throw tooDeep(name);
    // An anchor that leads into itself is told of by name (checkReferences).
    sizes.set(node, 0);
    let size = 1;
    for (const inner of Object.values(node)) size += sizeOf(inner, level + 1);
    sizes.set(node, size);
    return size;
  };
  const size = sizeOf(root, 1);
  if (size > valuesMax) {
    throw new DocumentError(
      `${name}: its YAML aliases expand to more than ${valuesMax} values. Give a version of it without them.`,
    );
  }
}

function versionOf(root: JsonObject, name: string): OpenApiDocument['version'] {
  const openapi = own(root, 'openapi');
  // Unquoted, 3.1 is a number in YAML.
  const version = /^3\.(\d+)(\.|$)/.exec(String(openapi));
  // 3.2 adds to 3.1 and changes nothing of what is compared here. https://spec.openapis.org/oas/v3.2.0.html
  if (version !== null) return version[1] === '0' ? '3.0' : '3.1';
  const swagger = own(root, 'swagger');
  if (swagger !== undefined) {
    throw new DocumentError(
      `${name}: expected OpenAPI 3.x, got Swagger ${String(swagger)}. Convert it first: npx swagger2openapi <file> --outfile openapi.json`,
    );
  }
  const got = openapi === undefined ? 'a document without "openapi"' : `openapi: ${JSON.stringify(openapi)}`;
  throw new DocumentError(`${name}: expected OpenAPI 3.x, got ${got}. ${whatToGive}`);
}

const kindOf = (value: unknown) => (Array.isArray(value) ? 'a list' : value === null ? 'nothing' : 'text');
