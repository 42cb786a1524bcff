/** The console over a made-up operator, asked over real HTTP. */
import { type IncomingHttpHeaders, request } from 'node:http';
import type { Operator } from '../../../../lib/local/console/operator.ts';
import { type Console, startConsole } from '../../../../lib/local/console/start-console.ts';
import { createFaults } from '../../../../lib/local/stand-ins/faults.ts';
import type { StandIns } from '../../../../lib/local/stand-ins/index.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface FakeConsole {
  readonly console: Console;
  readonly port: number;
  /** The token of this start, as the page has it. */
  readonly token: string;
  readonly faults: ReturnType<typeof createFaults>;
  /** What the operator was asked to do. */
  readonly asked: unknown[];
  readonly ask: (
    method: string,
    path: string,
    options?: { readonly headers?: Record<string, string>; readonly body?: string },
  ) => Promise<Answer>;
  /** As the page does it. */
  readonly post: (path: string, body: unknown) => Promise<Answer>;
}

export async function startFakeConsole(changes: Partial<Operator> = {}): Promise<FakeConsole> {
  const asked: unknown[] = [];
  const operator: Operator = {
    ways: [{ type: 'order.placed', integration: 'order-placed-to-shop', destination: 'shop' }],
    examples: () => [{ type: 'order.placed', text: '{"type":"order.placed"}' }],
    readLine: (line) => (line.startsWith('{"integration"') ? JSON.parse(line) : undefined),
    status: async () => ({ environment: 'local' }),
    letterGroups: () => [],
    exchangeOf: async () => ({ reason: 'sealed' }),
    lineageOf: async () => [{ target: 'email', from: 'email "a"', how: '', made: '"a"' }],
    send: async (text) => {
      asked.push(['send', text]);
      return { eventId: 'e1' };
    },
    redrive: async (choice) => {
      asked.push(['redrive', choice]);
      return { redriven: 2, left: 0 };
    },
    ...changes,
  };
  const faults = createFaults();
  const standIns = { shop: { name: 'shop', url: 'http://127.0.0.1:1', faults } } as unknown as StandIns;
  const endpoint = 'http://127.0.0.1:4566';
  const console = await startConsole({ port: 0, now: () => 1_000, operator, standIns, endpoint });
  const port = Number(new URL(console.url).port);
  const ask: FakeConsole['ask'] = (method, path, { headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      })
        .on('error', reject)
        .end(body);
    });
  const page = await ask('GET', '/');
  const token = /name="token" content="([\w-]+)"/.exec(page.text)?.[1] ?? '';
  const post: FakeConsole['post'] = (path, body) =>
    ask('POST', path, {
      headers: {
        'content-type': 'application/json',
        origin: `http://127.0.0.1:${port}`,
        'x-interlock-token': token,
      },
      body: JSON.stringify(body),
    });
  return { console, port, token, faults, asked, ask, post };
}

/** The events of a feed, as they come, until `enough` says so. */
export async function readFeed(
  port: number,
  enough: (events: readonly { readonly event: string; readonly data: unknown }[]) => boolean,
): Promise<readonly { readonly event: string; readonly data: unknown }[]> {
  const leaving = new AbortController();
  const response = await fetch(`http://127.0.0.1:${port}/api/feed`, { signal: leaving.signal });
  const events: { event: string; data: unknown }[] = [];
  let rest = '';
  for await (const chunk of response.body ?? []) {
    rest += Buffer.from(chunk).toString();
    const parts = rest.split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const [, event, data] = /^event: (\w+)\ndata: (.*)$/s.exec(part) ?? [];
      if (event !== undefined && data !== undefined) events.push({ event, data: JSON.parse(data) });
    }
    if (enough(events)) break;
  }
  leaving.abort();
  return events;
}
