import type { RenderedRequest } from '../../functions/core/http/request.ts';
import type { HttpResult } from '../../functions/core/http/send-http.ts';
import type { Contract } from '../../lib/local/stand-ins/contract.ts';
import { createReception, type ReceptionOptions } from '../../lib/local/stand-ins/reception.ts';

/** The local environment's stand-in, without a network. */
export function createThirdParty(contract: Contract, options: ReceptionOptions) {
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
