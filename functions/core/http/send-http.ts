/**
 * One HTTP request and its whole response under one deadline. Over node:https, not the global fetch: fetch loads
 * undici, a third of a cold start, and follows redirects with the key in hand.
 */
import { lookup } from 'node:dns';
import type { ClientRequest, Agent as HttpAgent, IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { HttpResponse } from '../declare/http-message.ts';
import { isPublicAddress } from './public-address.ts';
import type { RenderedRequest } from './request.ts';
import { readBody } from './response-body.ts';

/** `not-sent`: the third party cannot have seen the request. `unknown`: it may have, and may have acted. */
export type HttpResult =
  | { readonly response: HttpResponse }
  | {
      readonly failure: {
        readonly sent: 'not-sent' | 'unknown';
        readonly code: string;
        readonly message: string;
        /** Node's code of the error, `TIMEOUT` for our own deadline. */
        readonly cause?: string;
      };
    };

/** Sends one request; resolves always, at the latest after `timeoutMs`. Nothing is retried and no redirect followed. */
export type SendHttp = (request: RenderedRequest, timeoutMs: number) => Promise<HttpResult>;

/** Larger than any answer to one create or update; a page of 1 MiB is an attack or a mistake. Counted decoded. */
export const responseBytesMax = 256 * 1024;

/** A frozen sandbox keeps sockets that the other side has closed: after a pause longer than this they are dropped. */
const idleMsDefault = 1_000;

export interface SendHttpOptions {
  /** Plain http and private addresses. */
  readonly allowPrivateAddresses: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** After so long a pause connections are not used any more. @default - a second */
  readonly idleMsMax?: number;
  /** Of a response, decoded. @default - what any answer to one create or update is below */
  readonly bytesMax?: number;
}

export function createSendHttp(options: SendHttpOptions): SendHttp {
  const { allowPrivateAddresses, now, idleMsMax = idleMsDefault, bytesMax = responseBytesMax } = options;
  const agents = new Map<string, HttpAgent>();
  let lastUsedMs = 0;
  let inFlight = 0;

  return async (request, timeoutMs) => {
    if (inFlight === 0 && now() - lastUsedMs > idleMsMax) {
      for (const agent of agents.values()) agent.destroy();
      agents.clear();
    }
    inFlight += 1;
    try {
      return await exchange(request, timeoutMs, { agents, allowPrivateAddresses, bytesMax });
    } finally {
      inFlight -= 1;
      lastUsedMs = now();
    }
  };
}

interface Exchange {
  readonly agents: Map<string, HttpAgent>;
  readonly allowPrivateAddresses: boolean;
  readonly bytesMax: number;
}

function exchange(
  { method, url, headers, body, tls }: RenderedRequest,
  timeoutMs: number,
  { agents, allowPrivateAddresses, bytesMax }: Exchange,
): Promise<HttpResult> {
  return new Promise((resolve) => {
    const plain = url.protocol === 'http:' ? plainHttp() : undefined;
    // Connections are reused by who they belong to: one with a certificate is its own.
    const owner = `${url.protocol} ${tls?.cert ?? ''}${tls?.key ?? ''}`;
    let agent = agents.get(owner);
    const lookup = allowPrivateAddresses ? {} : { lookup: publicLookup };
    let call: ClientRequest;
    try {
      if (agent === undefined) {
        const kept = { keepAlive: true, ...tls };
        agent = plain === undefined ? new Agent(kept) : new plain.Agent({ keepAlive: true });
        agents.set(owner, agent);
      }
      call = (plain?.request ?? httpsRequest)(url, { method, headers, agent, ...lookup });
    } catch (error) {
      // A header that HTTP has no way to write: a line end in a key, for one.
      const { code = 'no code' } = error as NodeJS.ErrnoException;
      const message = `the request cannot be written (${code})`;
      resolve({ failure: { sent: 'not-sent', code: 'CONNECT_FAILED', message, cause: code } });
      return;
    }
    let sent: 'not-sent' | 'unknown' = 'not-sent';
    let answer: IncomingMessage | undefined;
    const settle = (result: HttpResult) => {
      clearTimeout(deadline);
      resolve(result);
    };
    const fail = (code: string, message: string, cause: string) =>
      settle({ failure: { sent, code, message, cause } });
    const deadline = setTimeout(() => {
      // Once a status is known nothing may be lost of it: the deadline then only cuts the body.
      if (answer === undefined) {
        // Who was never connected has sent nothing, and no key's window has begun.
        if (sent === 'not-sent') fail('CONNECT_FAILED', `no connection within ${timeoutMs} ms`, 'TIMEOUT');
        else fail('TIMEOUT', `no answer within ${timeoutMs} ms`, 'TIMEOUT');
      }
      call.destroy();
    }, timeoutMs);

    call.on('socket', (socket) => {
      const connected = plain === undefined ? 'secureConnect' : 'connect';
      if (!socket.connecting) sent = 'unknown';
      else
        socket.once(connected, () => {
          sent = 'unknown';
        });
    });
    call.on('error', ({ code = 'no code' }: NodeJS.ErrnoException) => {
      if (answer !== undefined) return;
      const ours = sent === 'not-sent' ? 'CONNECT_FAILED' : 'CONNECTION_LOST';
      fail(ours, `the connection ended with ${code}`, code);
    });
    // An answer that switches protocols, for one, ends without an error and without a response.
    call.on('close', () => {
      if (answer === undefined) fail('CONNECTION_LOST', 'the connection was closed', 'CLOSED');
    });
    call.on('response', (message) => {
      answer = message;
      void readBody(message, bytesMax).then(({ text, truncated, ...how }) => {
        const statusCode = message.statusCode ?? 0;
        settle({
          response: { statusCode, headers: flat(message), body: text, bodyTruncated: truncated, ...how },
        });
        if (truncated) call.destroy();
      });
    });
    call.end(body);
  });
}

function flat({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

/** Only `local` speaks plain http. An import of node:http would evaluate lazy getters that load undici. */
const plainHttp = () => process.getBuiltinModule('node:http');

/** Refuses addresses that are not public at the moment of connecting, so that no DNS answer leads inwards. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, []);
    const inward = addresses.find(({ address }) => !isPublicAddress(address));
    if (inward === undefined && options.all === true) return callback(null, addresses);
    const [first] = addresses;
    if (inward === undefined && first !== undefined) return callback(null, first.address, first.family);
    callback(Object.assign(new Error('not a public address'), { code: 'PRIVATE_ADDRESS' }), []);
  });
};
