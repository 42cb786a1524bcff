/** A consent over real loopback HTTP: the command, a browser, and an authorization server that checks what it is given. */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { refreshToken } from '../../../../functions/core/declare/token.ts';
import { secretOf, visibleText } from '../../../../functions/destinations/credentials.ts';
import { createThing, thingDestination, thingIntegration } from '../../../fixtures/fixture-integration.ts';
import { type FakeAws, startFakeAws } from '../fake-aws.ts';
import { interlock } from '../interlock.ts';

const shape = { clientId: visibleText(), clientSecret: visibleText(), refreshToken: visibleText() };
const destination = thingDestination({
  name: 'ledgers',
  allowedHosts: ['api.example.com', 'login.example.com'],
  credentials: secretOf(shape),
  headers: () => ({}),
  token: refreshToken<Record<keyof typeof shape, string>>({
    origin: () => 'https://login.example.com',
    path: '/token',
    client: ({ clientId, clientSecret }) => ({ id: clientId, secret: clientSecret }),
    from: ({ refreshToken: given }) => given,
    consentAt: 'https://login.example.com/authorize?scope=invoices+offline_access',
  }),
});
const integrations = [thingIntegration(createThing(undefined, { destination }))];

const newest = 'rt_CANARY_8f3ab0c94d71e65a';
const clientSecret = 'cs_4b1f09ac77d2e8360a';

/** How the authorization server, or the browser, is at it. */
interface Trouble {
  readonly refuses?: boolean;
  readonly forgets?: boolean;
  readonly breaks?: boolean;
  readonly state?: string;
}

let aws: FakeAws;
let server: Server;
let baseUrl: string;
let trouble: Trouble;
let asked: URLSearchParams | undefined;
let exchanged: { form: URLSearchParams; authorization: string | undefined } | undefined;

beforeEach(async () => {
  [trouble, asked, exchanged] = [{}, undefined, undefined];
  aws = await startFakeAws();
  server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://login');
    let body = '';
    for await (const chunk of request) body += chunk;
    if (url.pathname === '/authorize') {
      asked = url.searchParams;
      const back = new URL(asked.get('redirect_uri') ?? '');
      back.searchParams.set('state', trouble.state ?? asked.get('state') ?? '');
      if (trouble.refuses) back.searchParams.set('error', 'access_denied');
      else back.searchParams.set('code', 'code-1');
      response.writeHead(302, { location: back.href }).end();
      return;
    }
    exchanged = { form: new URLSearchParams(body), authorization: request.headers.authorization };
    if (trouble.breaks) return void response.writeHead(400).end('{"error":"invalid_grant"}');
    const refresh = trouble.forgets ? {} : { refresh_token: newest };
    response.end(JSON.stringify({ access_token: 'at_CANARY_1', expires_in: 1_800, ...refresh }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  aws.secrets.set('interlock/local/ledgers', JSON.stringify({ clientId: 'client-1', clientSecret, baseUrl }));
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await aws.close();
});

/** Opens what the command says, as a person does; without one nobody comes, and time passes. */
async function connect(args: readonly string[] = [], hasBrowser = true) {
  let said = '';
  let page: Promise<string> | undefined;
  const stderr = new Writable({
    write: (chunk, _encoding, done) => {
      said += chunk;
      const address = /^http:\/\/\S+\/authorize\S+$/m.exec(said)?.[0];
      if (hasBrowser && address !== undefined) page ??= fetch(address).then((answer) => answer.text());
      done();
    },
  });
  const sleep = hasBrowser ? () => new Promise<undefined>(() => {}) : async () => undefined;
  const ran = await interlock(['connect', 'ledgers', ...args], {
    endpoint: aws.endpoint,
    context: { integrations, stderr, sleep },
  });
  return { code: ran.code, stdout: ran.stdout, stderr: said, page: await page };
}
const secretThen = () => JSON.parse(aws.secrets.get('interlock/local/ledgers') ?? '');

it('writes the refresh token beside what is in the secret, and shows it to nobody', async () => {
  aws.queues.set('interlock-local-supervisor', []);
  const { code, stdout, stderr, page } = await connect();
  expect([code, stdout]).toEqual([0, 'id-1\n']);
  expect(secretThen()).toEqual({ clientId: 'client-1', clientSecret, baseUrl, refreshToken: newest });
  expect(stdout + stderr + page).not.toMatch(/CANARY|cs_4b1f/);
  expect(page).toBe('Connected, if the terminal says so. You can close this window.\n');
  expect(aws.queues.get('interlock-local-supervisor')?.map(({ body }) => body)).toEqual([
    '{"ask":"look","destination":"ledgers"}',
  ]);
});

it('asks with the scopes declared, and proves with the code that it is the one that asked', async () => {
  await connect();
  const { code_challenge: challenge, state, redirect_uri: uri, ...rest } = Object.fromEntries(asked ?? []);
  expect(rest).toEqual({
    scope: 'invoices offline_access',
    response_type: 'code',
    client_id: 'client-1',
    code_challenge_method: 'S256',
  });
  expect(uri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
  expect(state).toMatch(/^[\w-]{43}$/);
  const { code_verifier: verifier = '', ...form } = Object.fromEntries(exchanged?.form ?? []);
  expect(form).toEqual({ grant_type: 'authorization_code', code: 'code-1', redirect_uri: uri });
  expect(createHash('sha256').update(verifier).digest('base64url')).toBe(challenge);
  expect(exchanged?.authorization).toBe(`Basic ${btoa(`client-1:${clientSecret}`)}`);
});

it.each<[string, Trouble, string]>([
  ['is refused', { refuses: true }, 'ledgers was not consented to (access_denied): nothing was written'],
  ['comes from another question', { state: 'another' }, 'another state than it was given'],
  ['brings no refresh token', { forgets: true }, 'ledgers gave no refresh token'],
  [
    'is not taken',
    { breaks: true },
    'ledgers gave no token for the consent (status 400): nothing was written',
  ],
])('a consent that %s is told in one line, and writes nothing', async (_, given, reason) => {
  trouble = given;
  const before = secretThen();
  const { code, stdout, stderr } = await connect();
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr.trim().split('\n').at(-1)).toContain(reason);
  expect(secretThen()).toEqual(before);
  expect(aws.calls).not.toContain('PutSecretValue');
  if (given.state !== undefined) expect(exchanged).toBeUndefined();
});

it('waits ten minutes, and says that nobody came', async () => {
  const { code, stderr } = await connect([], false);
  expect(code).toBe(1);
  expect(stderr).toContain('nobody consented within ten minutes: nothing was written');
});

it('asks for the name of prod before anything else happens', async () => {
  aws.secrets.set('interlock/prod/ledgers', JSON.stringify({ clientId: 'client-1', clientSecret }));
  const { code, stderr } = await connect(['--env', 'prod']);
  expect([code, stderr.includes('/authorize')]).toEqual([2, false]);
  expect(stderr).toContain('this would replace the refresh token of ledgers in prod: pass --yes to confirm');
});

it.each([
  [['--port', '70000'], 2, '--port takes a whole number from 1 to 65535, got "70000"'],
  [['--file', '/nowhere/at-all.json'], 1, 'at-all.json'],
])('%j is refused', async (args, code, reason) => {
  const ran = await connect(args);
  expect(ran.code).toBe(code);
  expect(ran.stderr).toContain(reason);
});

it('says where another destination gets its key from', async () => {
  const { code, stderr } = await interlock(['connect', 'wallet'], { endpoint: aws.endpoint });
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining('wallet needs no consent that could be got here'),
  ]);
});
