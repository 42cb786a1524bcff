import type { RenderedRequest } from '../../functions/core/http/request.ts';
import type { HttpResult } from '../../functions/core/http/send-http.ts';
import { contracts } from '../../lib/local/stand-ins/index.ts';
import { createReception, type ReceptionOptions } from '../../lib/local/stand-ins/reception.ts';

export const hasStandIn = (name: string) => contracts.some((one) => one.name === name);

/** The local environment's stand-in, without a network. */
export function createThirdParty(name: string, options: ReceptionOptions) {
  const contract = contracts.find((one) => one.name === name);
  if (contract === undefined) throw new Error(`there is no stand-in for ${name}`);
  const reception = createReception(contract, options);
  return ({ method, url, headers, body = '' }: RenderedRequest): HttpResult => {
    const path = url.pathname + url.search;
    const bytes = Buffer.byteLength(body);
    const { answer } = reception.receive({
      method,
      path,
      headers,
      body,
      sha256: body,
      bytes,
      atMs: options.now(),
    });
    return { response: { ...answer, body: String(answer.body), bodyTruncated: false } };
  };
}
