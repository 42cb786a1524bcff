import type { AddressedRequest, Authorization } from '../authorize.ts';
import { digest, hmac, hmacBytes } from '../digest.ts';
import { percentEncode, sortedPairs } from './percent-encode.ts';

export interface SigV4Options {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of a role's credentials. */
  readonly sessionToken?: string;
  readonly region: string;
  /** `execute-api`, for an API behind API Gateway. */
  readonly service: string;
  readonly nowMs: number;
}

/**
 * The headers of AWS Signature Version 4: what the request says, its host and its moment are signed, good for five minutes.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function sigv4(request: AddressedRequest, options: SigV4Options): Authorization {
  const { secretAccessKey, accessKeyId, sessionToken, region, service, nowMs } = options;
  const moment = new Date(nowMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = moment.slice(0, 8);
  const added = {
    'x-amz-date': moment,
    ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
  };
  const signed = signedHeaders({ ...request.headers, host: request.url.host, ...added });
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', moment, scope, digest('sha256', canonical(request, signed))].join('\n');
  let key = hmacBytes('sha256', `AWS4${secretAccessKey}`, day);
  for (const part of [region, service, 'aws4_request']) key = hmacBytes('sha256', key, part);
  const names = signed.map(([name]) => name).join(';');
  return {
    headers: {
      ...added,
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${hmac('sha256', key, text)}`,
    },
  };
}

/** Whatever stands on the way may change the others. */
const isSigned = (name: string) => name === 'host' || name === 'content-type' || name.startsWith('x-amz-');

const signedHeaders = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers)
    .filter(([name]) => isSigned(name))
    .map(([name, value]) => [name, value.trim().replace(/ +/g, ' ')] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));

/** Each segment of the path is encoded once more than it is sent, for every service but S3. */
function canonical(
  { method, url, body }: AddressedRequest,
  headers: readonly (readonly [string, string])[],
): string {
  return [
    method,
    url.pathname.split('/').map(percentEncode).join('/'),
    sortedPairs(url.searchParams),
    ...headers.map(([name, value]) => `${name}:${value}`),
    '',
    headers.map(([name]) => name).join(';'),
    digest('sha256', body),
  ].join('\n');
}
