/** The end of a person's consent: a server on this machine, to which the browser is sent back. RFC 8252 §7.3 */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Consented =
  | { readonly code: string }
  /** The authorization server's own code, where it is one that may be shown. */
  | { readonly refused: string }
  | { readonly wrongState: true };

export interface Redirect {
  /** Where the browser is to be sent. */
  readonly uri: string;
  /** The first answer that the browser brings. */
  readonly consented: Promise<Consented>;
  readonly close: () => void;
}

/** What https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1 allows, and nothing that could be somebody's name. */
const shownError = /^[a-z_]{1,40}$/;

/**
 * Listens on the loopback interface only. Rejects as `listen` does, where the port is taken.
 * @param port 0: any that is free
 * @param state what the browser has to bring back: of anybody else nothing is taken
 */
export async function awaitCode(port: number, state: string): Promise<Redirect> {
  const { promise, resolve } = Promise.withResolvers<Consented>();
  const server: Server = createServer((request, response) => {
    // Whoever is on this machine may ask: `//` is no address, and must not end the command.
    const url = URL.parse(request.url ?? '/', 'http://127.0.0.1');
    if (request.method !== 'GET' || url?.pathname !== '/callback') return say(response, 404, 'Not here.');
    const { code, error, state: brought } = Object.fromEntries(url.searchParams);
    if (brought !== state) {
      say(response, 400, 'This is no answer to the question that was asked: begin anew.');
      return resolve({ wrongState: true });
    }
    if (code === undefined || code === '') {
      say(response, 200, 'Nothing was connected. You can close this window.');
      return resolve({ refused: error !== undefined && shownError.test(error) ? error : 'no code' });
    }
    say(response, 200, 'Connected, if the terminal says so. You can close this window.');
    resolve({ code });
  });
  await new Promise<void>((listening, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', listening);
  });
  return {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    consented: promise,
    close: () => {
      server.close();
      server.closeIdleConnections();
    },
  };
}

/** The address holds the code: it is neither kept nor told to another page. */
function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    connection: 'close',
  });
  response.end(`${text}\n`);
}
