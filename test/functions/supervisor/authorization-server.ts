/**
 * An authorization server on loopback, and an API that takes its tokens. It rotates refresh tokens, and forgives an old one for a
 * while.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';

export interface Asked {
  readonly grant: string | null;
  readonly refreshToken: string | null;
  readonly authorization: string | undefined;
  readonly atMs: number;
}

const open: { close: () => void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

export async function authorizationServer(now: () => number) {
  const asked: Asked[] = [];
  /** Tokens of the calls to the API that stands beside it. */
  const calls: string[] = [];
  const state = {
    expiresIn: 3_600 as number | undefined,
    /** For so long the refresh token before still works. */
    graceMs: 0,
    refreshToken: 'rt_CANARY_0_0123456789',
    previous: { token: '', untilMs: 0 },
    /** What it does instead of answering; it has acted all the same. */
    loses: 0,
    down: false,
    revoked: false,
    issued: 0,
    /** Those that it would take now. */
    valid: new Set<string>(),
  };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    if (request.url === '/things' || request.url === '/me') {
      const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
      calls.push(token);
      const isValid = state.valid.has(token);
      const answer = isValid ? { id: `thing_${calls.length}` } : { error: { code: 'expired' } };
      return response
        .writeHead(isValid ? 201 : 401, { 'content-type': 'application/json' })
        .end(JSON.stringify(answer));
    }
    const form = new URLSearchParams(body);
    const grant = form.get('grant_type');
    const refreshToken = form.get('refresh_token');
    asked.push({ grant, refreshToken, authorization: request.headers.authorization, atMs: now() });
    const say = (status: number, value: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (state.down) return say(503, {});
    const isOld = refreshToken === state.previous.token && now() < state.previous.untilMs;
    if (state.revoked || (grant === 'refresh_token' && refreshToken !== state.refreshToken && !isOld))
      return say(400, { error: 'invalid_grant', error_description: 'rt_CANARY in its words' });
    state.issued += 1;
    const token = `at_CANARY_${state.issued}_0123456789`;
    state.valid = new Set([token]);
    const answer: Record<string, unknown> = { access_token: token, token_type: 'Bearer' };
    if (state.expiresIn !== undefined) answer.expires_in = state.expiresIn;
    if (grant === 'refresh_token') {
      state.previous = { token: refreshToken ?? '', untilMs: now() + state.graceMs };
      state.refreshToken = `rt_CANARY_${state.issued}_0123456789`;
      answer.refresh_token = state.refreshToken;
    }
    if (state.loses > 0) {
      state.loses -= 1;
      return request.socket.destroy();
    }
    return say(200, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  return { asked, calls, state, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
