/** What a third party did, held against what its OpenAPI document says that it does. */
import type { HttpResponse } from '../../../functions/core/declare/http-message.ts';
import { refusals } from './compare-request.ts';
import { compareResponse } from './compare-response.ts';
import type { DocumentFinding } from './document-finding.ts';
import { findOperation } from './find-operation.ts';
import type { JsonObject } from './json-object.ts';
import { mergeFindings } from './merge-findings.ts';
import { type Heard, neverSeen } from './never-seen.ts';
import type { OpenApiDocument } from './read-document.ts';
import { openSchemas } from './schemas.ts';

/** One request and its response. */
export interface Spoken {
  /** Our name for the operation. */
  readonly operation: string;
  /** Our own words for the request, `PUT /contacts/{id}`: names it where the document does not, without an id in it. */
  readonly template: string;
  readonly method: string;
  /** As it was sent, encoded. */
  readonly path: string;
  /** Without `?`. */
  readonly query: string;
  /** All of them, as they were sent; '' for what is not told. Left out: nothing is said of headers that are required. */
  readonly requestHeaders?: Readonly<Record<string, string>>;
  readonly requestBody?: { readonly contentType: string; readonly text: string };
  /** The request is broken on purpose: whether the document takes it is not asked. */
  readonly isWrong: boolean;
  readonly response: HttpResponse;
}

export interface CompareOptions {
  /** Names of response headers whose absence from the document is worth a word. */
  readonly headersOfInterest: readonly string[];
  /** Names of objects whose keys are data: `metadata`. */
  readonly maps: ReadonlySet<string>;
}

/**
 * Every difference between document and exchanges, each once, in an order that does not depend on theirs. Places and
 * types only, never a value that was sent or received. Where the document leaves more than one reading, nothing is said.
 */
export function compareDocument(
  document: OpenApiDocument,
  spoken: readonly Spoken[],
  o: CompareOptions,
): readonly DocumentFinding[] {
  const requests = openSchemas(document, 'request');
  const responses = openSchemas(document, 'response');
  const findings: DocumentFinding[] = [];
  const heard = new Map<string, { operations: Set<string>; documented: JsonObject; readings: Heard[] }>();

  for (const one of spoken) {
    const { operation, method, response } = one;
    const found = findOperation(document, method, one.path);
    if ('methods' in found) {
      const said = found.methods.map((name) => name.toUpperCase()).join(', ') || 'no such path';
      const request = one.template;
      findings.push({ operation, request, kind: 'path-undocumented', place: '', said, isLie: true });
      continue;
    }
    const { request } = found;
    const { statusCode } = response;
    const reading = compareResponse(found.operation, response, { document, schemas: responses, ...o });
    for (const remark of reading.remarks) {
      findings.push({ isLie: true, ...remark, operation, request, statusCode });
    }
    const known = heard.get(request) ?? { operations: new Set(), documented: found.operation, readings: [] };
    known.operations.add(operation);
    known.readings.push({ statusCode, headers: response.headers, reading });
    heard.set(request, known);
    if (one.isWrong) continue;
    const wasTaken = statusCode >= 200 && statusCode < 300;
    for (const { place, said, seen } of refusals(found, one, { document, schemas: requests, ...o })) {
      findings.push({ operation, request, kind: 'request-refused', place, said, seen, isLie: wasTaken });
    }
  }
  for (const [request, { operations, documented, readings }] of heard) {
    const operation = [...operations].sort().join(', ');
    for (const finding of neverSeen(documented, readings)) findings.push({ ...finding, operation, request });
  }
  return mergeFindings(findings);
}
