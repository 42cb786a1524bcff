import { stringify } from 'yaml';
import {
  type CompareOptions,
  compareDocument,
  type Spoken,
} from '../../../../lib/contract/openapi/compare-document.ts';
import type { DocumentFinding } from '../../../../lib/contract/openapi/document-finding.ts';
import { type OpenApiDocument, parseDocument } from '../../../../lib/contract/openapi/read-document.ts';

export type Version = '3.0' | '3.1';

/** Both dialects, each once in JSON and once in YAML. */
export const dialects = [
  { version: '3.0', written: JSON.stringify },
  { version: '3.1', written: JSON.stringify },
  { version: '3.0', written: (value: unknown) => stringify(value) },
  { version: '3.1', written: (value: unknown) => stringify(value) },
].map((dialect, at) => ({ ...dialect, version: dialect.version as Version, as: at < 2 ? 'JSON' : 'YAML' }));

/** A document of one path, `POST /things`, with whatever a test wants to say of it. */
export function aDocument(
  { version, written }: { version: Version; written: (value: unknown) => string },
  { operation = {}, schemas = {}, ...top }: { operation?: object; schemas?: object; [key: string]: unknown },
): OpenApiDocument {
  const openapi = version === '3.0' ? '3.0.3' : '3.1.0';
  const paths = { '/things': { post: operation } };
  return parseDocument(
    written({ openapi, info: { title: 't', version: '1' }, paths, components: { schemas }, ...top }),
    'a.yaml',
  );
}

export const json = { version: '3.1' as Version, written: JSON.stringify };

/** `responses` of an operation that answers 200 with a JSON body. */
export const answering = (schema: unknown) => ({
  responses: { 200: { description: '', content: { 'application/json': { schema } } } },
});

/** An operation that takes a JSON body and answers 204. */
export const taking = (schema: unknown, mediaType = 'application/json') => ({
  requestBody: { content: { [mediaType]: { schema } } },
  responses: { 204: { description: '' } },
});

export interface Said extends Partial<Omit<Spoken, 'response'>> {
  readonly statusCode?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly bodyTruncated?: boolean;
}

/** An exchange: `POST /things`, answered 200 in JSON, unless something else is said. */
export function said({ statusCode = 200, headers, body, bodyTruncated = false, ...rest }: Said = {}): Spoken {
  return {
    operation: 'make-thing',
    template: 'POST /things',
    method: 'POST',
    path: '/things',
    query: '',
    isWrong: false,
    response: {
      statusCode,
      headers: headers ?? (body === undefined ? {} : { 'content-type': 'application/json' }),
      body: body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body),
      bodyTruncated,
    },
    ...rest,
  };
}

/** A request with a JSON body, answered 204. */
export const sent = (value: unknown, rest: Said = {}): Spoken =>
  said({
    statusCode: 204,
    requestBody: { contentType: 'application/json', text: JSON.stringify(value) },
    ...rest,
  });

/** Findings as `kind place: said -> seen`. */
export function compared(
  document: OpenApiDocument,
  spoken: readonly Spoken[],
  options: Partial<CompareOptions> = {},
): readonly string[] {
  return compareDocument(document, spoken, { headersOfInterest: [], maps: new Set(), ...options }).map(
    inShort,
  );
}

export const inShort = ({ kind, place, said, seen, isLie }: DocumentFinding) =>
  [
    isLie ? kind : `(${kind})`,
    ...(place === '' ? [] : [place]),
    ...(said === undefined ? [] : [`said ${said}`]),
    ...(seen === undefined ? [] : [`seen ${seen}`]),
  ].join(', ');
