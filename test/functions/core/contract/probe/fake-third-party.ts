/** A third party of few words: things are made, listed, looked up and removed, and the test says what goes wrong. */
import * as z from 'zod/mini';
import {
  type CheckOptions,
  operatorPermitWaitMsMax,
} from '../../../../../functions/core/contract/probe/run-checks.ts';
import { declareContract, probed } from '../../../../../functions/core/declare/contract.ts';
import { defineDestination } from '../../../../../functions/core/declare/destination.ts';
import { defineEvent } from '../../../../../functions/core/declare/event.ts';
import { path } from '../../../../../functions/core/declare/http-message.ts';
import { defineIntegration } from '../../../../../functions/core/declare/integration.ts';
import { defineOperation } from '../../../../../functions/core/declare/operation.ts';
import type { RenderedRequest } from '../../../../../functions/core/http/request.ts';
import type { HttpResult } from '../../../../../functions/core/http/send-http.ts';
import { createPacedSend, type PacedSendOptions } from '../../../../../functions/core/pace/paced-send.ts';

interface Thing {
  readonly key: string;
  readonly note?: string;
}

const destination = defineDestination({
  name: 'things',
  baseUrl: 'https://things.example.com',
  allowedHosts: ['things.example.com'],
  apiVersion: { value: '1', documentation: 'https://example.com' },
  credentials: z.object({ apiKey: z.string() }),
  headers: ({ apiKey }) => ({ 'x-key': apiKey }),
  rateLimits: [{ requests: 10, windowMs: 1_000 }],
  requestTimeoutMs: 10_000,
  readError: () => ({}),
  requestIdHeader: 'x-request-id',
  loggedHeaders: [],
  probe: { method: 'GET', path: '/me' },
});

const idOf = (body: string): string | undefined => {
  const { id } = JSON.parse(body) as { id?: unknown };
  return typeof id === 'string' ? id : undefined;
};

const makeThing = defineOperation<Thing>({
  name: 'make-thing',
  destination,
  request: (value) => ({ method: 'POST', path: '/things', body: { encoding: 'json', value } }),
  repeat: { by: 'lookup', request: ({ key }) => ({ method: 'GET', path: path`/things/by-key/${key}` }) },
  followUp: (value, { statusCode, body }) =>
    statusCode === 409
      ? {
          method: 'PUT',
          path: path`/things/${idOf(body) ?? ''}`,
          body: { encoding: 'json', value },
        }
      : undefined,
  receipt: ({ body }) => idOf(body),
});

const thingWanted = defineEvent({
  type: 'thing.wanted',
  data: z.looseObject({ key: z.string(), note: z.nullable(z.string()) }),
  personal: [],
  example: { key: 'k', note: 'a note' },
});

const integration = defineIntegration({
  name: 'thing-wanted-to-things',
  event: thingWanted,
  map: {
    map: ({ key, note }: { key: string; note: string | null }) => ({
      output: note === null ? { key } : { key, note },
      report: { defaulted: [], coerced: [], unmapped: [] },
    }),
  } as never,
  operation: makeThing,
});

export const declaration = declareContract({
  destination,
  maps: [],
  list: {
    name: 'list-things',
    of: 'make-thing',
    request: { method: 'GET', path: '/things', query: { limit: '1' } },
    largest: { method: 'GET', path: '/things', query: { limit: '100' } },
    nextAt: '$.next',
    firstId: ({ body }) => (JSON.parse(body) as { items: { id: string }[] }).items[0]?.id,
    next: ({ body }) => {
      const { next } = JSON.parse(body) as { next?: string };
      return next === undefined
        ? undefined
        : { method: 'GET', path: '/things', query: { limit: '1', after: next } };
    },
  },
  operations: [
    probed({
      operation: makeThing,
      paths: { request: '/things', lookup: '/things/by-key/{key}', followUp: '/things/{id}' },
      distinct: (input, token) => ({ ...input, key: `probe-${token}` }),
      withoutRequired: () => ({ method: 'POST', path: '/things', body: { encoding: 'json', value: {} } }),
      withUnknown: (input) => ({
        method: 'POST',
        path: '/things',
        body: { encoding: 'json', value: { ...input, unknown: 'x' } },
      }),
      remove: (id) => ({ method: 'DELETE', path: path`/things/${id}` }),
    }),
  ],
});

export interface FakeThirdParty {
  /** `POST /things`, in order. */
  readonly asked: readonly string[];
  readonly requests: readonly RenderedRequest[];
  /** Ids of what is there. */
  readonly things: ReadonlyMap<string, string>;
  /** What goes wrong: a result instead of the answer, which has been made all the same. */
  interfere: (asked: string, times: number) => HttpResult | undefined;
  readonly options: (
    differences?: Partial<CheckOptions> & Partial<Pick<PacedSendOptions, 'reserve'>>,
  ) => CheckOptions;
  readonly held: readonly number[];
}

export const answer = (statusCode: number, value?: unknown, headers = {}): HttpResult => ({
  response: {
    statusCode,
    headers: { 'content-type': 'application/json', ...headers },
    body: value === undefined ? '' : JSON.stringify(value),
    bodyTruncated: false,
  },
});

export const lost: HttpResult = { failure: { sent: 'unknown', code: 'TIMEOUT', message: 'no answer' } };

export function fakeThirdParty(): FakeThirdParty {
  const asked: string[] = [];
  const requests: RenderedRequest[] = [];
  const things = new Map<string, string>();
  const held: number[] = [];
  let nowMs = 0;
  let ids = 0;
  const serve = ({ method, url, headers, body }: RenderedRequest): HttpResult => {
    if (headers['x-key'] !== 'right') return answer(401, { error: 'key' });
    if (url.pathname === '/me') return answer(200, { ok: true });
    if (method === 'POST') {
      let thing: Partial<Thing>;
      try {
        thing = JSON.parse(body ?? '');
      } catch {
        return answer(400, { error: 'json' });
      }
      if (headers['content-type'] !== 'application/json') return answer(415, { error: 'type' });
      if (thing.key === undefined) return answer(400, { error: 'key' });
      const same = [...things].find(([, key]) => key === thing.key);
      if (same !== undefined) return answer(409, { id: same[0] });
      ids += 1;
      things.set(`t${ids}`, thing.key);
      return answer(201, { id: `t${ids}` });
    }
    const last = url.pathname.split('/').at(-1) ?? '';
    if (method === 'DELETE') return things.delete(last) ? answer(204) : answer(404, { error: 'none' });
    if (method === 'PUT') return answer(200, { id: last });
    if (url.pathname.startsWith('/things/by-key/')) {
      const found = [...things].find(([, key]) => key === last);
      return found === undefined ? answer(404, { error: 'none' }) : answer(200, { id: found[0] });
    }
    const all = [...things.keys()];
    const from = all.indexOf(url.searchParams.get('after') ?? '') + 1;
    const to = from + Number(url.searchParams.get('limit'));
    const next = to < all.length ? { next: all[to - 1] } : {};
    return answer(200, { items: all.slice(from, to).map((id) => ({ id })), ...next });
  };
  const fake: FakeThirdParty = {
    asked,
    requests,
    things,
    held,
    interfere: () => undefined,
    options: ({ reserve = async () => nowMs, ...differences } = {}) => ({
      declaration,
      integrations: [integration],
      credentials: { apiKey: 'right' },
      redact: (text) => text,
      send: createPacedSend({
        send: async (request) => {
          const what = `${request.method} ${request.url.pathname}`;
          asked.push(what);
          requests.push(request);
          const result = serve(request);
          return fake.interfere(what, asked.filter((one) => one === what).length) ?? result;
        },
        reserve,
        hold: async (untilMs) => {
          held.push(untilMs);
        },
        permitWaitMsMax: operatorPermitWaitMsMax,
        now: () => nowMs,
        monotonicMs: () => nowMs,
        sleep: async (ms) => {
          nowMs += ms;
        },
      }),
      now: () => 0,
      random: () => 0,
      randomId: () => {
        ids += 1;
        return `${ids}`.padStart(16, '0');
      },
      allowPrivateAddresses: false,
      writes: true,
      wrongKey: true,
      samples: 1,
      ...differences,
    }),
  };
  return fake;
}
