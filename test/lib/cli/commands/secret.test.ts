import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeAws, startFakeAws } from '../fake-aws.ts';
import { interlock, type Ran } from '../interlock.ts';

const canary = 'sk_test_CANARY0123456789';

let aws: FakeAws;
beforeEach(async () => {
  aws = await startFakeAws();
});
afterEach(() => aws.close());

const run = (args: readonly string[], stdin = '') => interlock(args, { endpoint: aws.endpoint, stdin });

function expectNoCanary({ stdout, stderr }: Ran): void {
  expect(stdout + stderr).not.toContain('CANARY');
}

describe('secret set', () => {
  it('writes the value as it is and prints the version only', async () => {
    const text = `{ "apiKey": "${canary}", "baseUrl": "https://api.wallet.example" }`;
    const ran = await run(['secret', 'set', 'wallet', '--env', 'dev'], `${text}\n`);
    expect([ran.code, ran.stdout]).toEqual([0, 'id-1\n']);
    expect(aws.secrets.get('interlock/dev/wallet')).toBe(text);
    expect(ran.stderr).toContain('requests go to api.wallet.example');
    expectNoCanary(ran);
  });

  it('leaves a stand-in where it is on this machine, unless another address is written', async () => {
    aws.secrets.set('interlock/local/wallet', '{"apiKey":"old","baseUrl":"http://127.0.0.1:4567"}');
    const ran = await run(['secret', 'set', 'wallet'], `{"apiKey":"${canary}"}`);
    expect(ran.code).toBe(0);
    expect(aws.secrets.get('interlock/local/wallet')).toBe(
      `{"apiKey":"${canary}","baseUrl":"http://127.0.0.1:4567"}`,
    );
    expect(ran.stderr).toContain('requests go to 127.0.0.1:4567');
    const real = `{"apiKey":"${canary}","baseUrl":"https://api.wallet.example"}`;
    expect((await run(['secret', 'set', 'wallet'], real)).stderr).toContain(
      'requests go to api.wallet.example',
    );
    expect(aws.secrets.get('interlock/local/wallet')).toBe(real);
    expectNoCanary(ran);
  });

  it('asks the supervisor to look, so that what is parked goes on at once', async () => {
    aws.queues.set('interlock-dev-supervisor', []);
    const ran = await run(['secret', 'set', 'wallet', '--env', 'dev'], `{"apiKey":"${canary}"}`);
    expect([ran.code, ran.stdout]).toEqual([0, 'id-1\n']);
    expect(aws.queues.get('interlock-dev-supervisor')?.map(({ body }) => body)).toEqual([
      '{"ask":"look","destination":"wallet"}',
    ]);
    expect(aws.calls.indexOf('PutSecretValue')).toBeLessThan(aws.calls.indexOf('SendMessage'));
    expect(ran.stderr).toContain('if they are parked, they go on now, once a probe with it passes');
    expect(ran.stderr).not.toContain('warning');
    expectNoCanary(ran);
  });

  it('keeps the secret written when the supervisor cannot be asked, and says so', async () => {
    const ran = await run(['secret', 'set', 'wallet', '--env', 'dev'], `{"apiKey":"${canary}"}`);
    expect([ran.code, aws.secrets.has('interlock/dev/wallet')]).toEqual([0, true]);
    expect(ran.stderr).toContain('warning: the supervisor could not be asked to look at it now: ');
    expect(ran.stderr).toContain('they go on within minutes');
    expectNoCanary(ran);
  });

  it.each([
    ['true', 'apiKey: it reads as JSON'],
    ['null', 'apiKey: it reads as JSON'],
    ['20000', 'apiKey: it reads as JSON'],
    ['x7Qp2', 'apiKey: it has 5 characters; below 8'],
    ['SuperSecretTokenValue', 'apiKey: it reads like words'],
  ])('refuses the key %s with the reason, and without quoting it', async (key, reason) => {
    const ran = await run(['secret', 'set', 'wallet', '--env', 'dev'], JSON.stringify({ apiKey: key }));
    expect([ran.code, ran.stdout, aws.calls]).toEqual([1, '', []]);
    expect(ran.stderr).toContain('nothing was written, wallet needs keys that can be kept out of logs:');
    expect(ran.stderr).toContain(reason);
    if (key.length > 5) expect(ran.stderr).not.toContain(key);
  });

  it.each([
    ['a bare key', canary, 'not JSON: expected a JSON object with apiKey'],
    ['a key that is cut off', `{"apiKey":"${canary}`, 'not JSON: '],
    ['another shape', `{"key":"${canary}"}`, 'apiKey: is missing\n'],
    ['a list', `["${canary}"]`, 'expected a JSON object with apiKey'],
    ['a key that is an object', `{"apiKey":{"${canary}":1}}`, 'apiKey: must be a text, got an object\n'],
    [
      'a key that is a number',
      `{"apiKey":5,"baseUrl":"${canary}"}`,
      'apiKey: must be a text, got a number\n',
    ],
    [
      'a key with a line break',
      `{"apiKey":"${canary}\\n"}`,
      'apiKey: must be visible ASCII without spaces\n',
    ],
    [
      'a key in the place of the address',
      `{"apiKey":"${canary}","baseUrl":"https://${canary}/"}`,
      'baseUrl: must be ',
    ],
    [
      'an address with a user',
      `{"apiKey":"k_0123456789","baseUrl":"https://${canary}@api.wallet.example"}`,
      'baseUrl: must be an http(s) address without user, query or fragment\n',
    ],
    [
      'another host',
      `{"apiKey":"${canary}","baseUrl":"https://api.wallet.example.example"}`,
      'baseUrl: must be https on api.wallet.example',
    ],
    [
      'plain http',
      `{"apiKey":"${canary}","baseUrl":"http://api.wallet.example"}`,
      'baseUrl: must be https on api.wallet.example',
    ],
    ['nothing', '', 'not JSON: '],
  ])('refuses %s without quoting it', async (_what, text, reason) => {
    const ran = await run(['secret', 'set', 'wallet', '--env', 'dev'], text);
    expect([ran.code, ran.stdout, aws.calls]).toEqual([1, '', []]);
    expect(ran.stderr).toContain('nothing was written');
    expect(ran.stderr).toContain(reason);
    expectNoCanary(ran);
  });

  it('quotes nothing when Secrets Manager refuses', async () => {
    aws.refuse = () => `Refused:${canary}`;
    const refusing = await run(['secret', 'set', 'wallet', '--env', 'dev'], `{"apiKey":"${canary}"}`);
    expect(refusing.code).toBe(1);
    const absent = await interlock(['secret', 'set', 'wallet'], { stdin: `{"apiKey":"${canary}"}` });
    expect(absent.stderr).toContain('is `npm start` running?');
    expectNoCanary(absent);
  });

  it('needs --yes for prod when the value comes by standard input', async () => {
    const ran = await run(['secret', 'set', 'wallet', '--env', 'prod'], `{"apiKey":"${canary}"}`);
    expect([ran.code, aws.calls]).toEqual([2, []]);
    expect(
      (await run(['secret', 'set', 'wallet', '--env', 'prod', '--yes'], `{"apiKey":"${canary}"}`)).code,
    ).toBe(0);
  });

  it('takes any address in local', async () => {
    const ran = await run(
      ['secret', 'set', 'wallet'],
      `{"apiKey":"${canary}","baseUrl":"http://127.0.0.1:4567"}`,
    );
    expect([ran.code, ran.stderr]).toEqual([0, expect.stringContaining('requests go to 127.0.0.1:4567')]);
  });
});

describe('secret check', () => {
  let server: Server;
  /** What the third party answers, whoever asks. */
  let answer: { readonly statusCode: number; readonly body: object };
  let asked: IncomingHttpHeaders[];
  beforeEach(async () => {
    answer = { statusCode: 200, body: {} };
    asked = [];
    server = createServer((request, response) => {
      asked.push(request.headers);
      response.writeHead(answer.statusCode, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer.body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const secret = { apiKey: canary, baseUrl: `http://127.0.0.1:${port}` };
    aws.secrets.set('interlock/local/wallet', JSON.stringify(secret));
  });
  afterEach(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });

  it('tries the credentials, and says where they point and when they changed, never what they are', async () => {
    const ran = await run(['secret', 'check', 'wallet', '--json']);
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toEqual({
      secret: 'interlock/local/wallet',
      valid: true,
      problems: [],
      tried: { outcome: 'accepted' },
      host: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      versionId: 'version-1',
      changedAt: '2026-11-23T12:00:00.000Z',
    });
    expect(asked.map(({ authorization }) => authorization)).toEqual([`Bearer ${canary}`]);
    expect((await run(['secret', 'check', 'wallet'])).stdout).toContain(
      'well-formed, wallet takes them; requests go to',
    );
    expectNoCanary(ran);
  });

  it('finds, with exit 3, what the third party refuses, in its own words and without the key', async () => {
    answer = { statusCode: 401, body: { error: { code: 'expired_key', message: `No such key: ${canary}` } } };
    const ran = await run(['secret', 'check', 'wallet']);
    expect([ran.code, ran.stdout]).toEqual([
      3,
      expect.stringContaining(
        'well-formed, and wallet refuses them (the probe came back with CREDENTIALS_REJECTED, HTTP 401 (expired_key): No such key: «secret»)',
      ),
    ]);
    expectNoCanary(ran);
  });

  it('says what nobody could try', async () => {
    aws.refuse = (call) => (call === 'UpdateItem' ? 'AccessDeniedException' : undefined);
    const ran = await run(['secret', 'check', 'wallet']);
    expect([ran.code, ran.stdout]).toEqual([3, expect.stringContaining('well-formed, not tried (')]);
    expect(asked).toEqual([]);
  });

  it('finds, with exit 3, what does not have the shape, and tries nothing', async () => {
    aws.secrets.set('interlock/local/wallet', `{"unset":"${canary}"}`);
    const ran = await run(['secret', 'check', 'wallet']);
    expect([ran.code, ran.stdout]).toEqual([3, expect.stringContaining('not valid: apiKey: ')]);
    expect(asked).toEqual([]);
    expectNoCanary(ran);
  });

  it('fails when there is no secret', async () => {
    const { code, stderr } = await run(['secret', 'check', 'wallet', '--env', 'dev']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('interlock/dev/wallet cannot be read')]);
  });
});
