import type { RateLimit } from '../../../functions/core/declare/destination.ts';
import { comment, literal, number, quoted, tidy } from '../code.ts';
import type { ErrorPaths } from '../error-paths.ts';
import type { Facts } from '../facts.ts';
import { readLimitCode } from './read-limit.ts';

/** functions/destinations/<name>/index.ts */
export function destinationCode(facts: Facts): string {
  const { name, constant, address, auth, apiVersion, limits, headers, errors } = facts;
  const { reset } = headers;
  return tidy(`
${importsOf(facts).join('\n')}

/** ${apiVersion === 'unknown' ? 'Fill in: the version that is asked for, and the page that says how.' : 'As it stands in the path. Fill in: the page that says how it is asked for.'} */
const apiVersion = { value: ${quoted(apiVersion)}, documentation: ${quoted(address.baseUrl)} };

/** Made from a probe. Fill in: what it is to the company, and a link to its reference. */
export const ${constant} = defineDestination({
  name: ${quoted(name)},
  ${address.isLoopback ? comment('A server on this machine, which only `local` may call. Fill in: the address of the third party.') : ''}
  baseUrl: ${quoted(address.baseUrl)},
  allowedHosts: [${quoted(address.hostname)}],
  apiVersion,
  ${comment(auth.note ?? '')}
  credentials: bearerCredentials,
  headers: ${auth.headersCode},
  ${auth.queryCode ?? ''}
  ${comment(`${limits.because} Fill in: a link.`)}
  rateLimits: [${limits.limits.map(limitCode).join(', ')}],
  // Enough for most. What is cut off may have happened: see how long a write takes, and leave room.
  requestTimeoutMs: 10_000,
  ${readErrorCode(errors)},
  ${judgeCode(facts)}
  ${headers.requestId === undefined ? comment('The usual name: the probe was answered without one.') : ''}
  requestIdHeader: ${quoted(headers.requestId ?? 'x-request-id')},
  ${reset === undefined ? '' : 'readLimit,'}
  loggedHeaders: ${literal(headers.logged)},
  probe: ${probeCode(facts)},
});
${reset === undefined ? '' : readLimitCode(reset)}`);
}

/** What the code below uses, and nothing else: in the order of the rest of the repository, without an empty line. */
function importsOf({ headers: { reset }, errors, refusalSign }: Facts): readonly string[] {
  const fromJson =
    errors !== undefined
      ? [...objectReader(errors), 'jsonBody', 'told']
      : refusalSign === undefined
        ? []
        : ['jsonBody'];
  return [
    `import { defineDestination${reset === undefined ? '' : ', type LimitReading'} } from '../../core/declare/destination.ts';`,
    ...(reset === undefined
      ? []
      : ["import type { HttpResponse } from '../../core/declare/http-message.ts';"]),
    "import { bearerCredentials } from '../credentials.ts';",
    ...(fromJson.length === 0 ? [] : [`import { ${fromJson.join(', ')} } from '../json-body.ts';`]),
  ];
}

export const limitCode = ({ requests, windowMs }: RateLimit) =>
  `{ requests: ${number(requests)}, windowMs: ${number(windowMs)} }`;

function probeCode({ address: { path, query } }: Facts): string {
  const asked = Object.keys(query).length === 0 ? '' : `, query: ${literal(query)}`;
  return `{ method: 'GET', path: ${quoted(path)}${asked} }`;
}

/** A refusal that has the status of a success is one all the same: without this, nobody would know what it means. */
function judgeCode({ refusalSign }: Facts): string {
  if (refusalSign === undefined) return '';
  const { name, value } = refusalSign;
  const field = /^[A-Za-z_]\w*$/.test(name)
    ? `jsonBody(response)?.${name}`
    : `jsonBody(response)?.[${quoted(name)}]`;
  const isNone =
    value === undefined ? `${field} === undefined || ${field} === null` : `${field} !== ${value}`;
  return `// It refuses with a status of success. Fill in: which codes are about more than one event, the key's among them.
  judge: (response) => (${isNone} ? undefined : { verdict: 'terminal' }),`;
}

const objectReader = ({ within }: ErrorPaths) =>
  ({ body: [], 'body.error': ['asObject'], 'body.errors[0]': ['firstOf'] })[within];

function readErrorCode(errors: ErrorPaths | undefined): string {
  if (errors === undefined) {
    return '// A refusal told nothing in JSON. Fill in: where its code and message stand.\n  readError: () => ({})';
  }
  const from = {
    body: 'jsonBody(response)',
    'body.error': 'asObject(jsonBody(response)?.error)',
    'body.errors[0]': 'firstOf(jsonBody(response)?.errors)',
  }[errors.within];
  const field = (name: string | undefined) => (name === undefined ? 'undefined' : `error?.${name}`);
  return `// As a refused key is told of. Fill in: whether other errors are told of alike.
  readError: (response) => {
    const error = ${from};
    return told(${field(errors.code)}, ${field(errors.message)});
  }`;
}
