/** One response, held against what the document says of its operation. */
import type { HttpResponse } from '../../../functions/core/declare/http-message.ts';
import type { DocumentFindingKind } from './document-finding.ts';
import { placeOfPointer } from './field-place.ts';
import { follow } from './follow.ts';
import { type JsonObject, objectAt, own } from './json-object.ts';
import { entryFor, isJsonType, mediaTypeOf } from './media-type.ts';
import { parseBody } from './parse-body.ts';
import type { OpenApiDocument } from './read-document.ts';
import { readValue } from './read-value.ts';
import type { Schemas } from './schemas.ts';

export interface ResponseReading {
  readonly remarks: readonly {
    readonly kind: DocumentFindingKind;
    readonly place: string;
    readonly said?: string;
    readonly seen?: string;
    /** @default true */
    readonly isLie?: boolean;
  }[];
  /** The key of the document that covers the status: `200`, `4XX`, `default`. */
  readonly statusKey: string | undefined;
  readonly seen: ReadonlySet<string>;
  readonly promised: ReadonlyMap<string, string>;
  /** Names of headers that the document tells of, in lower case, and whether it says that they are always there. */
  readonly promisedHeaders: ReadonlyMap<string, boolean>;
}

export interface ResponseOptions {
  readonly document: OpenApiDocument;
  readonly schemas: Schemas;
  readonly headersOfInterest: readonly string[];
  readonly maps: ReadonlySet<string>;
}

export function compareResponse(
  operation: JsonObject,
  response: HttpResponse,
  { document, ...o }: ResponseOptions,
): ResponseReading {
  const { statusCode } = response;
  const responses = objectAt(operation, 'responses');
  const statusKey = statusKeyFor(responses, statusCode);
  const nothing = { seen: new Set<string>(), promised: new Map<string, string>() };
  if (statusKey === undefined) {
    // The one cause: of a response that the document does not have, everything else is undocumented as well.
    const said = Object.keys(responses).join(', ') || 'no status';
    const remark = { kind: 'status-undocumented', place: '', said, seen: `${statusCode}` } as const;
    return { remarks: [remark], statusKey, promisedHeaders: new Map(), ...nothing };
  }
  const byDefault =
    statusKey === 'default'
      ? [
          {
            kind: 'status-undocumented',
            place: '',
            said: 'default',
            seen: `${statusCode}`,
            isLie: false,
          } as const,
        ]
      : [];
  const documented = follow(document, own(responses, statusKey));
  if (documented === undefined) {
    return { remarks: byDefault, statusKey, promisedHeaders: new Map(), ...nothing };
  }
  const promisedHeaders = headersOf(documented, document);
  const undocumented = o.headersOfInterest
    .map((name) => name.toLowerCase())
    // OpenAPI tells of the content type by the keys of `content`.
    .filter((name) => name !== 'content-type' && own(response.headers, name) !== undefined)
    .filter((name) => !promisedHeaders.has(name))
    .map((place) => ({ kind: 'header-undocumented', place }) as const);
  const body = compareBody(documented, response, o);
  return {
    ...nothing,
    ...body,
    remarks: [...byDefault, ...undocumented, ...body.remarks],
    statusKey,
    promisedHeaders,
  };
}

function compareBody(
  documented: JsonObject,
  { headers, body, bodyTruncated }: HttpResponse,
  { schemas, maps }: Pick<ResponseOptions, 'maps' | 'schemas'>,
): Pick<ResponseReading, 'remarks'> & Partial<ResponseReading> {
  const content = objectAt(documented, 'content');
  const said = Object.keys(content).map(mediaTypeOf).join(', ') || 'no body';
  const contentType = mediaTypeOf(own(headers, 'content-type')?.toString() ?? '');
  const wrongType = (seen: string) => ({
    remarks: [{ kind: 'content-type-undocumented', place: '', said, seen } as const],
  });
  if (body === '') return said === 'no body' || bodyTruncated ? { remarks: [] } : wrongType('no body');
  if (contentType === '') return wrongType('no content type');
  const entry = entryFor(content, contentType);
  if (entry === undefined) return wrongType(contentType);
  const schema = own(entry, 'schema');
  if (schema === undefined || bodyTruncated || !isJsonType(contentType)) return { remarks: [] };
  const parsed = parseBody(body);
  if (parsed === 'too-deep') return { remarks: [] };
  if (parsed === undefined) {
    return {
      remarks: [{ kind: 'type-contradicted', place: '$', said: 'JSON', seen: 'text that is no JSON' }],
    };
  }
  const converted = schemas.read(schema);
  const reading = readValue(parsed.value, converted, { schemas, maps });
  if (reading.remarks.some(({ kind }) => kind !== 'field-undocumented')) return reading;
  const broken = schemas.brokenBound(converted, parsed.value);
  if (broken === undefined) return reading;
  const place = placeOfPointer(parsed.value, broken.pointer, maps);
  const remark = { kind: 'value-contradicted', place, said: broken.rule, seen: 'another value' } as const;
  return { ...reading, remarks: [...reading.remarks, remark] };
}

/** https://spec.openapis.org/oas/v3.1.1.html#responses-object: the code itself, then its range, then `default`. */
function statusKeyFor(responses: JsonObject, statusCode: number): string | undefined {
  const keys = Object.keys(responses);
  const range = `${Math.floor(statusCode / 100)}XX`;
  return (
    keys.find((key) => key === `${statusCode}`) ??
    keys.find((key) => key.toUpperCase() === range) ??
    keys.find((key) => key === 'default')
  );
}

function headersOf(documented: JsonObject, document: OpenApiDocument): ReadonlyMap<string, boolean> {
  return new Map(
    Object.entries(objectAt(documented, 'headers'))
      .map(([name, header]) => [name.toLowerCase(), follow(document, header)?.required === true] as const)
      .filter(([name]) => name !== 'content-type'),
  );
}
