/** What declarations name as harmless: it stands in clear in a log. */
import type { AnyIntegration } from '../declare/integration.ts';

export interface ClearParts {
  /** Of headers, in lower case. */
  readonly headers: ReadonlySet<string>;
  /** Of headers whose value is told by its length: that they are there is nobody's secret. */
  readonly headerNames: ReadonlySet<string>;
  /** Of fields, wherever they stand. */
  readonly fieldNames: ReadonlySet<string>;
  /** Of fields whose values may be shown, in answers and requests: `error.code`, `results[].id`. */
  readonly fields: ReadonlySet<string>;
}

const known = new WeakMap<AnyIntegration, ClearParts>();

/** Read once for a sandbox. */
export function clearPartsOf(integration: AnyIntegration): ClearParts {
  let parts = known.get(integration);
  if (parts === undefined) {
    parts = read(integration);
    known.set(integration, parts);
  }
  return parts;
}

function read({ map, operation }: AnyIntegration): ClearParts {
  const { destination, repeat } = operation;
  const headers = new Set([
    ...standardHeaders,
    ...destination.loggedHeaders,
    destination.requestIdHeader,
    ...(repeat.by === 'key' && repeat.header !== undefined ? [repeat.header.toLowerCase()] : []),
  ]);
  const fields = [...(destination.loggedFields ?? []), ...(operation.loggedFields ?? [])];
  const targets = map.lineage.map(({ target }) => target);
  return {
    headers,
    headerNames: new Set([...headers, ...commonHeaders]),
    fieldNames: new Set([
      ...commonFields,
      ...[...fields, ...targets].flatMap((path) => path.split(/\.|\[\]/)),
    ]),
    fields: new Set(fields),
  };
}

const standardHeaders = [
  'accept',
  'content-type',
  'content-length',
  'content-encoding',
  'date',
  'idempotency-key',
  'location',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'user-agent',
];

/** What most servers send, and every client. https://www.iana.org/assignments/http-fields/http-fields.xhtml */
const commonHeaders = [
  'accept-encoding',
  'accept-ranges',
  'age',
  'alt-svc',
  'authorization',
  'cache-control',
  'cf-ray',
  'connection',
  'content-language',
  'content-security-policy',
  'cookie',
  'etag',
  'expires',
  'keep-alive',
  'last-modified',
  'pragma',
  'server',
  'set-cookie',
  'strict-transport-security',
  'transfer-encoding',
  'vary',
  'via',
  'www-authenticate',
  'x-api-key',
  'x-cache',
  'x-content-type-options',
  'x-frame-options',
  'x-request-id',
];

/** Names that errors and envelopes have nearly everywhere. https://www.rfc-editor.org/rfc/rfc9457#section-3.1 */
const commonFields = [
  'category',
  'code',
  'data',
  'detail',
  'details',
  'error',
  'errors',
  'field',
  'id',
  'instance',
  'message',
  'meta',
  'name',
  'object',
  'param',
  'path',
  'reason',
  'request_id',
  'requestId',
  'result',
  'results',
  'status',
  'title',
  'type',
  'value',
];
