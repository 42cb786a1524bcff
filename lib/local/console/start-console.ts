/** The console's server: one page, its two files, the feed, and a few calls as JSON; on 127.0.0.1 only. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDeliveryRing } from './delivery-ring.ts';
import { switchesOf } from './fault-switches.ts';
import { createFeed } from './feed.ts';
import { guardingHeaders, refuse } from './refuse.ts';
import { type Desk, RouteError, routes } from './routes.ts';

export interface ConsoleOptions extends Omit<Desk, 'ring'> {
  /** 0: whatever is free. */
  readonly port: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface Console {
  readonly url: string;
  /** Takes each line that a function wrote. */
  readonly addLine: (line: string) => void;
  readonly stop: () => Promise<void>;
}

/** One painting of the page for so much; a person sees no difference to at once. */
const batchMs = 200;
/** Counts of queues and limiters. Asking takes four calls for each integration. */
const stateEveryMs = 1_000;
/** More than SNS takes, as JSON in JSON: https://docs.aws.amazon.com/general/latest/gr/sns.html */
const bodyBytesMax = 1024 * 1024;

const files = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/console.css': ['console.css', 'text/css; charset=utf-8'],
  '/console.js': ['console.js', 'text/javascript; charset=utf-8'],
} as const;
const tokenPlace = '{{token}}';

/** Rejects when the port is taken. */
export async function startConsole({ port: wanted, now, ...options }: ConsoleOptions): Promise<Console> {
  const token = randomBytes(32).toString('base64url');
  const feed = createFeed(guardingHeaders);
  const desk: Desk = { ...options, ring: createDeliveryRing(now) };
  const state = createState(desk);
  let port = wanted;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const method = request.method ?? '';
    const refusal = refuse({ method, headers: request.headers }, port, token);
    if (refusal !== undefined) {
      if (refusal.status === 405) response.setHeader('allow', 'GET, POST');
      return json(response, refusal.status, { error: refusal.reason });
    }
    const { pathname, searchParams: query } = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
    if (method === 'GET' && pathname in files) {
      const [name, type] = files[pathname as keyof typeof files];
      const text = readFileSync(new URL(`page/${name}`, import.meta.url), 'utf8');
      response.writeHead(200, { ...guardingHeaders, 'content-type': type });
      response.end(text.replace(tokenPlace, token));
      return;
    }
    if (method === 'GET' && pathname === '/api/feed') {
      const greeting = { state: await state.read(), all: desk.ring.all() };
      if (!feed.join(response, greeting)) json(response, 503, { error: 'too many pages are open' });
      return;
    }
    const route = Object.hasOwn(routes, `${method} ${pathname}`)
      ? routes[`${method} ${pathname}`]
      : undefined;
    if (route === undefined)
      return json(response, 404, { error: `${method} ${pathname}: there is no such thing` });
    const body = method === 'POST' ? await readBody(request) : undefined;
    json(response, 200, await route(desk, { query, body }));
    // Whoever did something sees what it did.
    if (method === 'POST') feed.send('state', await state.read());
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      const status = error instanceof RouteError ? error.status : 500;
      const message = error instanceof Error ? error.message : String(error);
      if (!response.headersSent) json(response, status, { error: message });
    });
  });
  server.listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;

  const batches = setInterval(() => {
    const changed = desk.ring.takeChanged();
    if (changed.length > 0) feed.send('deliveries', changed);
  }, batchMs);
  const stopState = repeat(stateEveryMs, async () => {
    if (feed.isWatched()) feed.send('state', await state.read());
  });
  return {
    url: `http://127.0.0.1:${port}`,
    addLine: (line) => {
      const attempt = desk.operator.readLine(line);
      if (attempt !== undefined) desk.ring.add(attempt, line);
    },
    stop: async () => {
      clearInterval(batches);
      stopState();
      feed.stop();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** What stands and waits now. Whoever asks while it is being read gets the same. */
function createState({ operator, standIns }: Pick<Desk, 'operator' | 'standIns'>) {
  let reading: Promise<unknown> | undefined;
  const read = async () => ({
    status: await operator.status(),
    letters: operator.letterGroups(),
    switches: switchesOf(standIns),
  });
  return {
    read: () => {
      reading ??= read().finally(() => {
        reading = undefined;
      });
      return reading;
    },
  };
}

/** Calls again so long after the call before has ended. What goes wrong in one is tried again in the next. */
function repeat(everyMs: number, act: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const again = () => {
    if (isStopped) return;
    timer = setTimeout(() => void act().then(again, again), everyMs);
  };
  again();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { ...guardingHeaders, 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}

/** Throws `RouteError`. */
async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bodyBytesMax) throw new RouteError(413, `more than ${bodyBytesMax} bytes`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString()) as unknown;
  } catch {
    throw new RouteError(400, 'this is not JSON');
  }
}
