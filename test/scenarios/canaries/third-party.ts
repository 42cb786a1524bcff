/** A third party on loopback that says back whatever it heard. One server is all three, told apart by path. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, type Written, write } from './answers.ts';

export interface ThirdParty {
  readonly baseUrl: (destination: string) => string;
  /** From now on another key than this is answered with a 401. */
  readonly setApiKey: (destination: string, apiKey: string) => void;
  /** What requests about this customer get, one after the other; afterwards they succeed. */
  readonly plan: (customerId: number, plan: Plan) => void;
  /** Statuses, shapes, endings and encodings that were really sent. */
  readonly sent: ReadonlySet<string>;
  readonly stop: () => Promise<void>;
}

interface Plan {
  /** By destination. */
  readonly answers: Readonly<Record<string, readonly Answer[]>>;
  /** What a refused key gets. */
  readonly refusal: Answer;
  readonly personal: readonly string[];
}

export async function startThirdParty(): Promise<ThirdParty> {
  const apiKeys = new Map<string, string>();
  const plans = new Map<string, Plan>();
  const turns = new Map<string, number>();
  const sent = new Set<string>();

  const answerTo = (destination: string, customerId: string, apiKey: string): Answer => {
    const plan = plans.get(customerId);
    if (plan === undefined) throw new Error('nobody planned this customer');
    if (apiKey !== apiKeys.get(destination)) return plan.refusal;
    const place = `${destination} ${customerId}`;
    const turn = turns.get(place) ?? 0;
    turns.set(place, turn + 1);
    // Whoever has had its answers is let through, with one echo more.
    const last = { ...plan.refusal, status: 200, shape: 'success', ending: 'whole' } as const;
    return plan.answers[destination]?.[turn] ?? last;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const [, destination = ''] = request.url?.split('/') ?? [];
    const [customerId = ''] = /7\d{8}/.exec(body) ?? /7\d{8}/.exec(request.url ?? '') ?? [];
    const apiKey = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    const answer = answerTo(destination, customerId, apiKey);
    const { personal = [] } = plans.get(customerId) ?? {};
    sent.add(`${answer.status}`).add(answer.ending).add(answer.shape);
    const written = write(answer, { destination, apiKey, personal });
    for (const name of written.used) sent.add(name);
    send(request, response, answer, written);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: (destination) => `http://127.0.0.1:${port}/${destination}`,
    setApiKey: (destination, apiKey) => apiKeys.set(destination, apiKey),
    plan: (customerId, plan) => plans.set(`${customerId}`, plan),
    sent,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(
  { socket }: IncomingMessage,
  response: ServerResponse,
  { status, ending, cutAt }: Answer,
  { headers, body }: Written,
): void {
  if (ending === 'no answer') {
    socket.resetAndDestroy();
    return;
  }
  const cut = ending === 'whole' ? body : body.slice(0, Math.floor((cutAt * body.length) / 100));
  const length = Buffer.byteLength(ending === 'reset' ? body : cut) + (ending === 'reset' ? 1 : 0);
  response.writeHead(status, { 'content-type': 'application/json', ...headers, 'content-length': length });
  response.write(cut, () => (ending === 'reset' ? socket.destroy() : response.end()));
}
