/** A third party on loopback that says, in every place that an answer has, what it made of all it was sent. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Saying } from './oracle.ts';

/** How one event is answered. */
export interface Plan {
  readonly status: number;
  readonly shape: 'error' | 'success' | 'page' | 'lines';
  /** What is said, in turn, in the places of the answer. */
  readonly sayings: readonly Saying[];
}

export interface ThirdParty {
  readonly baseUrl: string;
  readonly plan: (plan: Plan) => void;
  /** What was really said since the plan was made. */
  readonly said: () => readonly Saying[];
  readonly stop: () => Promise<void>;
}

export async function startThirdParty(): Promise<ThirdParty> {
  let plan: Plan = { status: 200, shape: 'success', sayings: [] };
  let said: Saying[] = [];
  const server = createServer(async (request, response) => {
    for await (const _ of request);
    const { headers, body, used } = write(plan);
    said.push(...used);
    response.writeHead(plan.status, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    plan: (next) => {
      plan = next;
      said = [];
    },
    said: () => said,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function write({ shape, sayings }: Plan) {
  let turn = 0;
  const used: Saying[] = [];
  const say = () => {
    const one = sayings[turn % sayings.length];
    turn += 1;
    if (one === undefined) return '';
    used.push(one);
    return one.text;
  };
  const headers: Record<string, string> = {
    'content-type': shape === 'page' ? 'text/html' : 'application/json',
    'request-id': latin1(say()),
    'x-shop-note': latin1(say()),
    location: latin1(`/login?mail=${say()}`),
    'ratelimit-policy': latin1(say()),
    'x-echo': latin1(say()),
    [`x-${token(say())}`]: '1',
  };
  const bodies = {
    error: () => ({
      error: {
        code: say(),
        message: `Could not save ${say()}: "${say()}" (${say()}) is not valid; known as ${say()}`,
        [say()]: [{ [say()]: { value: say() } }],
        count: Number(say().replace(/\D/g, '').slice(0, 15)) || 0,
      },
    }),
    success: () => ({ id: say(), object: say(), calculated: { phone: say(), [say()]: true } }),
    page: () => `<!doctype html><title>${say()}</title><p>${say()} ${say()}`,
    lines: () => ({ message: JSON.stringify({ about: say(), errors: [say()] }), error: { message: say() } }),
  };
  const body = bodies[shape]();
  return { headers, body: typeof body === 'string' ? body : JSON.stringify(body), used };
}

/** What HTTP has no way to write is written as its bytes, or left out. */
const latin1 = (text: string) =>
  Buffer.from(text)
    .toString('latin1')
    .replace(/[^ -~\u00a0-\u00ff]/g, ' ');
const token = (text: string) =>
  latin1(text)
    .replace(/[^\w.~-]/g, '-')
    .toLowerCase()
    .slice(0, 60) || 'none';
