import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareLocks } from '../../../functions/core/contract/lock/compare-locks.ts';
import { parseLock } from '../../../functions/core/contract/lock/lock-json.ts';
import { lockOf } from '../../../functions/core/contract/probe/lock-of.ts';
import { runChecks } from '../../../functions/core/contract/probe/run-checks.ts';
import type { ContractDeclaration } from '../../../functions/core/declare/contract.ts';
import { createSendHttp } from '../../../functions/core/http/send-http.ts';
import { createPacedSend, permitWaitMsMax } from '../../../functions/core/pace/paced-send.ts';
import type { Contract } from '../../../lib/local/stand-ins/contract.ts';
import { startStandIn } from '../../../lib/local/stand-ins/stand-in.ts';
import { addReadmeIntegration } from '../../docs/readme-integration.ts';
import { interlock, nowMs } from '../cli/interlock.ts';
import { type Answering, key, people, startThirdParty } from '../cli/third-party.ts';
import { writeReadLimits } from './read-limit-files.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
let copy: string;

/** One that tells its limit in its own headers, and of errors in plain text. */
const orders: Answering = ({ headers }, response) => {
  const isRight = headers.authorization === `Basic ${btoa('user:secret')}`;
  const limits = {
    'x-rate-limit-limit': '300',
    'x-rate-limit-remaining': '299',
    'x-rate-limit-reset': `${nowMs / 1_000 + 40}`,
  };
  response.writeHead(isRight ? 200 : 403, {
    ...limits,
    'content-type': isRight ? 'application/json' : 'text/plain',
  });
  response.end(
    isRight
      ? JSON.stringify([
          { ref: 'A-1', open: true },
          { ref: 'A-2', open: null },
        ])
      : 'Bad credentials\n',
  );
};

/** One that takes its key in the address, refuses with a 200, and spells its fields as it likes. */
const chat: Answering = ({ url }, response) => {
  const isRight = new URL(url ?? '', 'http://x').searchParams.get('api_key') === 'query-key';
  response.writeHead(200, { 'content-type': 'application/json', 'x-rate-limit-limit': '300' });
  response.end(
    isRight ? '{"ok":true,"First Name":"Ada","__proto__":{"a":1}}' : '{"ok":false,"error":"invalid_auth"}',
  );
};

const made = [
  { name: 'acme', answer: people, path: '/v2/people?limit=4', env: { KEY: key }, auth: 'header:X-Api-Key' },
  { name: 'acme-orders', answer: orders, path: '/orders', env: { KEY: 'user:secret' }, auth: 'basic' },
  {
    name: 'acme-chat',
    answer: chat,
    path: '/chat?limit=2',
    env: { KEY: 'query-key' },
    auth: 'query:api_key',
  },
];

/** Puts a line into a list of the copy, as the command says. */
function enlist(path: string, constant: string, line: string, list: RegExp): void {
  const text = readFileSync(join(copy, path), 'utf8');
  writeFileSync(join(copy, path), `${line}\n${text.replace(list, (found) => `${found}${constant}, `)}`);
}

/** What the README adds, and the code that reads limits: compiled along, since starting the compiler is what costs. */
const integration = /^functions\/(integrations|mapping)\//;
const readLimits = /^read-limits\//;
let problems: readonly string[];

/** What the compiler says of all that was added to the copy, a line each. */
function compiled(): readonly string[] {
  addReadmeIntegration(copy);
  mkdirSync(join(copy, 'read-limits'));
  writeReadLimits(join(copy, 'read-limits'), '../functions');
  const include = ['functions', 'lib/local/stand-ins', 'read-limits'];
  writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify({ extends: '../../tsconfig.json', include }));
  const tsc = join(root, 'node_modules/.bin/tsc');
  const { status, stdout } = spawnSync(tsc, ['--pretty', 'false', '-p', '.'], {
    cwd: copy,
    encoding: 'utf8',
  });
  // What explains a problem further is indented.
  const said = stdout.split('\n').filter((line) => /^\S/.test(line));
  expect(status === 0).toBe(said.length === 0);
  return said;
}

const problemsIn = (folder: RegExp) => problems.filter((line) => folder.test(line));

beforeAll(async () => {
  // Inside the repository, so that packages resolve.
  mkdirSync(join(root, '.interlock'), { recursive: true });
  copy = mkdtempSync(join(root, '.interlock', 'new-destination-'));
  for (const folder of ['functions', 'lib'])
    cpSync(join(root, folder), join(copy, folder), { recursive: true });
  for (const { name, answer, path, env, auth } of made) {
    const thirdParty = await startThirdParty(answer);
    const args = [name, '--from-probe', thirdParty.url + path, '--key-env', 'KEY', '--auth', auth];
    const ran = await interlock(['new', 'destination', ...args, '--json'], {
      context: { root: copy, env },
    });
    await thirdParty.close();
    expect(ran.code).toBe(0);
    const constant = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
    const contract = `import { ${constant}Contract } from './${name}/contract.ts';`;
    enlist(
      'functions/destinations/contracts.ts',
      `${constant}Contract`,
      contract,
      /ContractDeclaration\[\] = \[/,
    );
    enlist(
      'lib/local/stand-ins/index.ts',
      constant,
      `import { ${constant} } from './${name}.ts';`,
      /contracts = \[/,
    );
  }
  problems = compiled();
}, 60_000);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('the README', () => {
  it('shows an integration that compiles', () => {
    expect(problemsIn(integration)).toEqual([]);
  });
});

describe('the code that reads a limit', () => {
  it('compiles, however the moment is told', () => {
    expect(problemsIn(readLimits)).toEqual([]);
  });
});

describe('a destination made from a probe', () => {
  it('compiles, in the lists that the command names', () => {
    expect(problemsIn(/^(?!functions\/(integrations|mapping)\/|read-limits\/)/)).toEqual([]);
  });

  it('is written as the formatter and the linter want it', () => {
    const paths = globSync('{contracts,functions/destinations,lib/local/stand-ins}/**/acme*{,/*}', {
      cwd: copy,
    })
      .filter((path) => /\.(ts|json)$/.test(path))
      .sort();
    expect(paths).toHaveLength(18);
    // One by one from standard input: a process each, and none of them reads the whole project as `check` does.
    for (const path of paths) {
      const text = readFileSync(join(copy, path), 'utf8');
      const args = ['check', '--write', '--error-on-warnings', `--stdin-file-path=${path}`];
      const output = execFileSync(join(root, 'node_modules/.bin/biome'), args, { cwd: root, input: text });
      expect(`${path}\n${output}`).toBe(`${path}\n${text}`);
    }
  });

  it('has one block of imports in each file, then an empty line, and never two', () => {
    const paths = globSync('{functions/destinations,lib/local/stand-ins}/**/acme*{,/*}.ts', { cwd: copy });
    expect(paths).toHaveLength(12);
    for (const path of paths) {
      const text = readFileSync(join(copy, path), 'utf8');
      const lines = text.split('\n');
      const imports = lines.flatMap((line, at) => (line.startsWith('import ') ? [at] : []));
      const [first = 0, last = 0] = [imports[0], imports.at(-1)];
      expect([path, last - first + 1]).toEqual([path, imports.length]);
      expect([path, lines[last + 1]]).toEqual([path, '']);
      expect([path, text.includes('\n\n\n')]).toEqual([path, false]);
    }
  });

  it.each(made)('has a stand-in that keeps the contract of $name', async ({ name }) => {
    const load = (path: string) => import(pathToFileURL(join(copy, path)).href);
    const constant = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
    const { [`${constant}Contract`]: declaration } = (await load(
      `functions/destinations/${name}/contract.ts`,
    )) as Record<string, ContractDeclaration>;
    const { [constant]: contract } = (await load(`lib/local/stand-ins/${name}.ts`)) as Record<
      string,
      Contract
    >;
    if (declaration === undefined || contract === undefined) throw new TypeError(`${name} is not whole`);
    const now = () => nowMs;
    const standIn = await startStandIn(contract, { port: 0, now, apiKey: 'user:right' });
    const run = await runChecks({
      declaration,
      integrations: [],
      credentials: standIn.secret,
      send: createPacedSend({
        send: createSendHttp({ allowPrivateAddresses: true, now }),
        reserve: async () => nowMs,
        hold: async () => undefined,
        permitWaitMsMax,
        now,
        sleep: async () => undefined,
      }),
      randomId: () => 'id',
      writes: false,
      wrongKey: true,
      samples: 2,
      allowPrivateAddresses: true,
    });
    await standIn.stop();
    const statuses = run.exchanges.map(
      ({ check, classification }) => `${check} ${classification.statusCode}`,
    );
    const refused = { acme: 'wrong-key 401', 'acme-orders': 'wrong-key 403', 'acme-chat': 'wrong-key 200' }[
      name
    ];
    expect(statuses).toEqual(['authenticated 200', 'authenticated 200', refused]);
    const observed = lockOf(run, { declaration, origin: 'stand-in', host: new URL(standIn.url).host, nowMs });
    const recorded = parseLock(readFileSync(join(copy, `contracts/${name}.lock.json`), 'utf8'));
    expect(recorded.recorded.from).toBe('stand-in');
    expect(compareLocks(recorded, observed)).toEqual([]);
  });

  it('judges a refusal that has the status of a success, and takes a field for what it is called', async () => {
    const { acmeChat } = await import(
      pathToFileURL(join(copy, 'functions/destinations/acme-chat/index.ts')).href
    );
    const said = (body: string) => ({ statusCode: 200, headers: {}, body, bodyTruncated: false });
    expect(acmeChat.judge(said('{"ok":false}'))).toEqual({ verdict: 'terminal' });
    expect(acmeChat.judge(said('{"ok":true}'))).toBeUndefined();
    expect(acmeChat.query({ apiKey: 'k' })).toEqual({ api_key: 'k' });
    const standIn = readFileSync(join(copy, 'lib/local/stand-ins/acme-chat.ts'), 'utf8');
    expect(standIn).toContain("['__proto__']:");
  });

  it('reads errors and limits of a third party that tells them in its own way', async () => {
    const { acmeOrders } = await import(
      pathToFileURL(join(copy, 'functions/destinations/acme-orders/index.ts')).href
    );
    const headers = { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': `${nowMs / 1_000 + 40}` };
    const response = { statusCode: 200, headers, body: '[]', bodyTruncated: false };
    expect(acmeOrders.readLimit(response, nowMs)).toEqual({ notBeforeMs: nowMs + 40_000 });
    expect(acmeOrders.readError({ ...response, statusCode: 403, body: 'Bad credentials' })).toEqual({});
    const { acme } = await import(pathToFileURL(join(copy, 'functions/destinations/acme/index.ts')).href);
    const body = JSON.stringify({ title: 'Unauthorized', detail: 'The key is not valid' });
    expect(acme.readError({ ...response, statusCode: 401, body })).toEqual({
      code: 'Unauthorized',
      message: 'The key is not valid',
    });
  });
});
