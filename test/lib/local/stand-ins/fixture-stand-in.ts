import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { Contract } from '../../../../lib/local/stand-ins/contract.ts';
import { type StandIn, type StandInOptions, startStandIn } from '../../../../lib/local/stand-ins/stand-in.ts';

export interface Reply {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: the body is whatever the third party says; the test knows
  readonly body: any;
}

export interface Rig {
  readonly standIn: StandIn;
  /** The stand-in's clock; starts at 2026-01-01. */
  readonly clock: { ms: number };
  /** Sends with the right key unless `headers` has another; rejects as the socket does. */
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
    signal?: AbortSignal,
  ) => Promise<Reply>;
}

/** A stand-in on a free port with a clock that stands still. Strings are sent as forms, all else as JSON. */
export async function rig(contract: Contract, options: Partial<StandInOptions> = {}): Promise<Rig> {
  const clock = { ms: Date.UTC(2026, 0, 1) };
  const standIn = await startStandIn(contract, { port: 0, now: () => clock.ms, apiKey: 'right', ...options });
  const call: Rig['call'] = (method, path, body, headers = {}, signal) =>
    new Promise((resolve, reject) => {
      const type = typeof body === 'string' ? 'application/x-www-form-urlencoded' : 'application/json';
      const sent = request(standIn.url + path, {
        method,
        agent: false,
        headers: { authorization: 'Bearer right', 'content-type': type, ...headers },
        ...(signal === undefined ? {} : { signal }),
      });
      sent.on('error', reject);
      sent.on('response', async (response) => {
        try {
          const chunks = await response.toArray();
          const bytes = Buffer.concat(chunks);
          const text = (
            response.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes
          ).toString();
          const isJson = text !== '' && response.headers['content-type']?.startsWith('application/json');
          resolve({
            statusCode: response.statusCode ?? 0,
            headers: response.headers as Record<string, string>,
            body: isJson ? JSON.parse(text) : text,
          });
        } catch (error) {
          reject(error);
        }
      });
      sent.end(typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body));
    });
  return { standIn, clock, call };
}
