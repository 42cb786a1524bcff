import type { HttpResponse } from '../../../functions/core/declare/http-message.ts';
import type { ResponseReading } from './compare-response.ts';
import type { DocumentFinding } from './document-finding.ts';
import { type JsonObject, objectAt, own } from './json-object.ts';

/** One response to an operation, read. */
export interface Heard {
  readonly statusCode: number;
  readonly headers: HttpResponse['headers'];
  readonly reading: ResponseReading;
}

/** What the document tells of an operation's responses that no response had. */
export function neverSeen(
  operation: JsonObject,
  heard: readonly Heard[],
): readonly Omit<DocumentFinding, 'operation' | 'request'>[] {
  const keys = new Set(heard.map(({ reading }) => reading.statusKey));
  const statuses = Object.keys(objectAt(operation, 'responses'))
    .filter((key) => /^[1-5](\d\d|XX)$/i.test(key) && !keys.has(key))
    .map((key) => ({
      ...(Number.isNaN(Number(key)) ? {} : { statusCode: Number(key) }),
      kind: 'status-never-seen' as const,
      place: '',
      said: key.toUpperCase(),
      isLie: false,
    }));
  const byStatus = Map.groupBy(heard, ({ statusCode }) => statusCode);
  return [...statuses, ...[...byStatus].flatMap(([statusCode, same]) => inStatus(statusCode, same))];
}

function inStatus(statusCode: number, heard: readonly Heard[]) {
  const seen = new Set(heard.flatMap(({ reading }) => [...reading.seen]));
  const missing = new Set(
    heard.flatMap(({ reading: { remarks } }) =>
      remarks.filter(({ kind }) => kind === 'field-missing').map(({ place }) => place),
    ),
  );
  const promised = new Map(heard.flatMap(({ reading }) => [...reading.promised]));
  const headers = new Map(heard.flatMap(({ reading }) => [...reading.promisedHeaders]));
  const isThere = (name: string) => heard.some(({ headers }) => own(headers, name) !== undefined);
  return [
    ...[...promised]
      .filter(([place]) => !seen.has(place) && !missing.has(place))
      .map(([place, said]) => ({ statusCode, kind: 'field-never-seen' as const, place, said, isLie: false })),
    ...[...headers]
      .filter(([name]) => !isThere(name))
      .map(([place, isRequired]) => ({
        statusCode,
        kind: 'header-never-seen' as const,
        place,
        ...(isRequired ? { said: 'required' } : {}),
        isLie: isRequired,
      })),
  ];
}
