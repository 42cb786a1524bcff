import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { interlock } from '../interlock.ts';
import { type Answering, key, people, startThirdParty, type ThirdParty } from '../third-party.ts';

let root: string;
let started: ThirdParty[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'interlock-new-'));
});
afterEach(async () => {
  rmSync(root, { recursive: true, force: true });
  await Promise.all(started.map(({ close }) => close()));
  started = [];
});

async function start(answer?: Answering): Promise<ThirdParty> {
  const thirdParty = await startThirdParty(answer);
  started.push(thirdParty);
  return thirdParty;
}

const run = (args: readonly string[], env: Record<string, string> = { ACME_KEY: key }) =>
  interlock(['new', 'destination', ...args], { context: { root, env } });

const acme = (url: string) => [
  'acme',
  '--from-probe',
  `${url}/v2/people?limit=4`,
  '--key-env',
  'ACME_KEY',
  '--auth',
  'header:X-Api-Key',
];

const written = () => globSync('**/*.*', { cwd: root }).sort();
const textOf = (path: string) => readFileSync(join(root, path), 'utf8');

describe('new destination', () => {
  it('asks once with the key and once with a wrong one, and writes six files', async () => {
    const thirdParty = await start();
    const ran = await run(acme(thirdParty.url));
    const files = [
      'contracts/acme.lock.json',
      'contracts/acme.schema.json',
      'functions/destinations/acme/contract.ts',
      'functions/destinations/acme/create-person.ts',
      'functions/destinations/acme/index.ts',
      'lib/local/stand-ins/acme.ts',
    ];
    expect([ran.code, ran.stdout.trim().split('\n').sort()]).toEqual([0, files]);
    expect(written()).toEqual(files);
    expect(thirdParty.asked).toEqual([
      { line: 'GET /v2/people?limit=4', key },
      { line: 'GET /v2/people?limit=4', key: 'interlock-probe-wrong-key' },
    ]);
    expect(ran.stderr).toContain("import { acme } from './acme.ts';");
    expect(ran.stderr).toContain('npm run interlock -- secret set acme --env dev');
  });

  it('writes and prints no piece of a key, wherever the third party puts it, names of fields included', async () => {
    const word = 'SuperSecretTokenValue';
    const echoes: Answering = (request, response) => {
      const given = request.headers['x-api-key'];
      const status = given === word ? 200 : 401;
      const body = {
        [`${given}`]: 1,
        data: [{ id: 1, [`${given}`.slice(3, 12)]: 'a', [`is_${given}`]: true, type: given }],
        error: { type: given, code: `${given}`.slice(2, 11), message: `${given} is wrong` },
      };
      response.writeHead(status, { 'content-type': 'application/json', [`x-${given}`]: `${given}` });
      response.end(JSON.stringify(body));
    };
    const ran = await run(acme((await start(echoes)).url), { ACME_KEY: word });
    expect(ran.code).toBe(0);
    const all = [ran.stdout, ran.stderr, ...written().map(textOf)].join('\n').toLowerCase();
    const pieces = Array.from({ length: word.length - 5 }, (_, at) => word.slice(at, at + 6).toLowerCase());
    // The word itself is a common one here: the code says `secret` of its own.
    const own = ['secret'];
    expect(pieces.filter((piece) => !own.includes(piece) && all.includes(piece))).toEqual([]);
    const inAddress = [
      'other',
      '--from-probe',
      `http://127.0.0.1:1/v2/people?a=${word}`,
      '--key-env',
      'ACME_KEY',
    ];
    const refused = await run(inAddress, { ACME_KEY: word });
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('the address holds the key')]);
  });

  it('records a refusal by its status, as the destination that it writes will judge it', async () => {
    const telling: Answering = ({ headers }, response) => {
      const isRight = headers['x-api-key'] === key;
      response.writeHead(isRight ? 200 : 401, { 'content-type': 'application/json' });
      response.end(
        isRight ? '{"data":[{"id":"e1"}]}' : '{"error":{"code":"bad_key","message":"The key is wrong"}}',
      );
    };
    const thirdParty = await start(telling);
    expect((await run(acme(thirdParty.url))).code).toBe(0);
    expect(textOf('contracts/acme.lock.json')).toContain('"wrong-key": "401 credentials: refused"');
  });

  it('keeps no key and no value of an answer', async () => {
    const ran = await run(acme((await start()).url));
    const all = [ran.stdout, ran.stderr, ...written().map(textOf)].join('\n').toLowerCase();
    const values = [
      'CANARY',
      'Margaret',
      'Hamilton',
      'Maggie',
      'Paoli',
      'people.example',
      '48213',
      '5f2b7c',
      'shoe',
      '19.99',
      '2025-08',
    ];
    expect(values.filter((value) => all.includes(value.toLowerCase()))).toEqual([]);
  });

  it('reads limit, ids, errors and headers off the answers', async () => {
    await run(acme((await start()).url));
    const text = textOf('functions/destinations/acme/index.ts');
    expect(text).toContain('rateLimits: [{ requests: 100, windowMs: 60_000 }]');
    expect(text).toContain("requestIdHeader: 'x-correlation-id'");
    expect(text).toContain("headers: ({ apiKey }) => ({ 'x-api-key': apiKey })");
    expect(text).toContain('return told(error?.title, error?.detail)');
    expect(text).toContain(
      "loggedHeaders: ['date', 'ratelimit', 'ratelimit-policy', 'retry-after', 'x-correlation-id']",
    );
    expect(text).toContain("const apiVersion = { value: 'v2'");
    expect(text).not.toContain('readLimit');
  });

  it('describes the answer as a schema, with the fields that come and go', async () => {
    await run(acme((await start()).url));
    expect(JSON.parse(textOf('contracts/acme.schema.json'))).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'acme: GET /v2/people',
      type: 'object',
      properties: {
        data: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              balance: { type: 'number' },
              'birth-place': { type: 'string' },
              created_at: { type: 'string', format: 'date-time' },
              email: { type: 'string', format: 'email' },
              fullName: { type: 'string' },
              id: { type: 'integer' },
              metadata: { type: 'object', additionalProperties: { type: 'string' } },
              nickname: { type: 'string' },
              type: { type: 'string', examples: ['person'] },
              vip: { type: 'boolean' },
            },
            required: [
              'balance',
              'birth-place',
              'created_at',
              'email',
              'fullName',
              'id',
              'metadata',
              'type',
              'vip',
            ],
          },
        },
        next: { type: 'null' },
        total: { type: 'integer' },
      },
      required: ['data', 'next', 'total'],
    });
  });

  it('shows the files and writes none on a dry run', async () => {
    const ran = await run([...acme((await start()).url), '--dry-run', '--json']);
    const { written: isWritten, files } = JSON.parse(ran.stdout);
    expect([ran.code, isWritten, files.length, written()]).toEqual([0, false, 6, []]);
  });

  it('overwrites nothing, and then asks nothing either', async () => {
    const thirdParty = await start();
    const path = 'functions/destinations/acme/contract.ts';
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), 'mine');
    const ran = await run(acme(thirdParty.url));
    expect([ran.code, written(), textOf(path), thirdParty.asked]).toEqual([1, [path], 'mine', []]);
    expect(ran.stderr).toContain(`there is already: ${path}`);
  });

  it.each([
    ['a name with capitals', ['Acme'], 'use lower-case words'],
    ['a name that climbs', ['../acme'], 'use lower-case words'],
    ['a name that the language has', ['delete'], 'needs that word'],
    ['no address', ['acme'], 'needs --from-probe'],
    ['what is no address', ['acme', '--from-probe', 'acme'], 'not an address'],
    ['plain http', ['acme', '--from-probe', 'http://api.acme.example/me'], 'in plain text'],
    ['an address in a network', ['acme', '--from-probe', 'https://10.1.2.3/me'], 'public name'],
    ['a name in a network', ['acme', '--from-probe', 'https://intranet/me'], 'public name'],
    ['another port', ['acme', '--from-probe', 'https://api.acme.example:8443/me'], 'the port that https has'],
    [
      'a key in the address',
      ['acme', '--from-probe', 'https://api.acme.example/me?api_key=CANARY'],
      'with --key-env, and the parameter with --auth query:<name>',
    ],
    ['a user in the address', ['acme', '--from-probe', 'https://CANARY@api.acme.example/me'], '--key-env'],
    [
      'a variable that is not set',
      [...acme('http://127.0.0.1:9').slice(0, 4), 'OTHER_KEY'],
      'OTHER_KEY is not set',
    ],
    [
      'another way of the key',
      ['acme', '--from-probe', 'http://127.0.0.1:9/me', '--auth', 'cookie'],
      '--auth takes',
    ],
    [
      'a header that HTTP needs',
      ['acme', '--from-probe', 'http://127.0.0.1:9/me', '--auth', 'header:Host'],
      '--auth takes',
    ],
    [
      'a file as operation',
      ['acme', '--from-probe', 'http://127.0.0.1:9/me', '--operation', '../x-y'],
      '--operation takes',
    ],
  ])('is called wrongly with %s', async (_what, args, message) => {
    const ran = await run(args);
    expect([ran.code, ran.stdout, written()]).toEqual([2, '', []]);
    expect(ran.stderr).toContain(message);
    expect(ran.stderr).not.toContain('CANARY');
  });

  it.each<[string, Answering, string]>([
    [
      'an answer without a body',
      (_, response) => response.writeHead(204).end(),
      'answers 204 without a body',
    ],
    ['a refused key', (_, response) => response.writeHead(403).end('no'), 'refuses the key with 403'],
    [
      'another address',
      (_, response) => response.writeHead(302, { location: '/x' }).end(),
      'redirects (302)',
    ],
    ['nothing there', (_, response) => response.writeHead(404).end('{}'), 'answers 404'],
    ['a web page', (_, response) => response.writeHead(200).end('<html>'), 'what is no JSON'],
    [
      'too much',
      (_, response) => response.writeHead(200).end(`"${'x'.repeat(300_000)}"`),
      'larger than 256 KiB',
    ],
    ['a hung-up connection', ({ socket }) => socket.destroy(), 'there was no answer'],
  ])('writes nothing after %s', async (_what, answer, message) => {
    const ran = await run(acme((await start(answer)).url));
    expect([ran.code, ran.stdout, written()]).toEqual([1, '', []]);
    expect(ran.stderr).toContain(message);
    expect(ran.stderr).not.toContain('CANARY');
  });

  it('waits when it is told to, and asks again', async () => {
    let calls = 0;
    const slept: number[] = [];
    const { url } = await start((request, response) => {
      calls += 1;
      if (calls === 1) response.writeHead(429, { 'retry-after': '3' }).end('{}');
      else people(request, response);
    });
    let nowMs = Date.now();
    const sleep = async (ms: number) => {
      slept.push(ms);
      nowMs += ms;
    };
    const ran = await interlock(['new', 'destination', ...acme(url)], {
      context: { root, env: { ACME_KEY: key }, sleep, now: () => nowMs },
    });
    expect([ran.code, slept[0], calls]).toEqual([0, 3_000, 3]);
  });

  it('says that a wrong key is taken too', async () => {
    const { url } = await start((_, response) => response.writeHead(200).end('{"ok":true}'));
    const ran = await run(['acme', '--from-probe', `${url}/me`]);
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('a wrong key was answered with 200');
    expect(existsSync(join(root, 'functions/destinations/acme/create-me.ts'))).toBe(true);
  });
});
