import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { compareLocks } from '../../../functions/core/contract/lock/compare-locks.ts';
import { parseLock } from '../../../functions/core/contract/lock/lock-json.ts';
import { lockOf } from '../../../functions/core/contract/probe/lock-of.ts';
import { runChecks } from '../../../functions/core/contract/probe/run-checks.ts';
import type { ContractDeclaration } from '../../../functions/core/declare/contract.ts';
import { createSendHttp } from '../../../functions/core/http/send-http.ts';
import { createPacedSend, permitWaitMsMax } from '../../../functions/core/pace/paced-send.ts';
import type { Contract } from '../../../lib/local/stand-ins/contract.ts';
import { startStandIn } from '../../../lib/local/stand-ins/stand-in.ts';
import { guideSnippets, writeSnippets } from '../../docs/guide-snippets.ts';
import { placeShop } from '../../fixtures/shop/place-shop.ts';
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

/** An order as its shop publishes it, and as a schema describes another event. */
const order = {
  orderId: 'ord_1',
  email: 'ada@example.com',
  note: null,
  total: '19.99',
  placedAt: '2026-11-24T09:30:00Z',
  shipTo: { name: 'Ada Lovelace', country: 'GB' },
  items: [{ sku: 'A-1', quantity: 2 }],
};
const invoice = {
  description: 'An invoice */ left the house.',
  type: 'object',
  required: ['number', 'status', 'lines'],
  properties: {
    number: { type: 'string', pattern: '^INV/\\d+$', examples: ['INV/7'], minLength: 5 },
    status: { enum: ['open', 'paid', null] },
    lines: { type: 'array', minItems: 1, items: { $ref: '#/$defs/line' } },
    due: { type: ['string', 'null'], format: 'date', description: 'Null:\nat once' },
    rate: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    'vat-id': { anyOf: [{ type: 'string' }, { type: 'integer' }] },
  },
  $defs: { line: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] } },
  examples: [{ number: 'INV/7', status: 'open', lines: [{ text: 'one' }] }],
};

let times = 0;

/** Runs the command in the copy, with the events that its list holds. */
async function make(args: readonly string[], env: Record<string, string> = {}): Promise<void> {
  times += 1;
  // A query of its own, so that the list is read anew.
  const { events } = await import(`${pathToFileURL(join(copy, 'functions/events/index.ts')).href}?${times}`);
  const ran = await interlock(['new', ...args, '--json'], { context: { root: copy, env, events } });
  expect([ran.code, ran.code === 0 ? '' : ran.stderr]).toEqual([0, '']);
}

async function makeEventsAndIntegrations(): Promise<void> {
  const [example, schema] = [join(copy, 'order.json'), join(copy, 'invoice.json')];
  writeFileSync(example, JSON.stringify(order));
  writeFileSync(schema, JSON.stringify(invoice));
  await make(['event', 'order.placed', '--example', example, '--personal', 'email,shipTo.name']);
  await make(['event', 'invoice.sent', '--schema', schema, '--personal', 'none']);
  await make(['integration', 'order.placed', 'acme/create-person']);
  await make([
    'integration',
    'customer.created',
    'wallet/create-customer',
    '--name',
    'customer-created-to-crm',
  ]);
  writeFileSync(example, JSON.stringify({ ...order, items: undefined, lines: 1 }));
  const version = ['--version', '2', '--dataschema', 'urn:example:order:2'];
  await make(['event', 'order.placed', ...version, '--example', example, '--personal', 'email,shipTo.name']);
  await make(['integration', 'order.placed', 'acme/create-person', '--name', 'order-placed-to-desk']);
  fillIn('order-to-acme', "m.omit('nobody asked for it')");
  fillIn('as-order-placed-v2', 'm.constant(1)');
}

function fillIn(mapping: string, rule: string): void {
  const path = join(copy, `functions/mapping/${mapping}.ts`);
  const filled = readFileSync(path, 'utf8')
    .replaceAll("m.from('?')", rule)
    .replaceAll(/\/\/ (.+: )'why',/g, "$1'acme keeps no orders',");
  writeFileSync(path, filled);
}

/** The code that reads limits: compiled along, since starting the compiler is what costs. */
const readLimits = /^read-limits\//;
let problems: readonly string[];

/** What the compiler says of all that was added to the copy, a line each. */
function compiled(): readonly string[] {
  writeSnippets(guideSnippets, copy);
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
  placeShop(copy);
  for (const { name, answer, path, env, auth } of made) {
    const thirdParty = await startThirdParty(answer);
    const args = [name, '--from-probe', thirdParty.url + path, '--key-env', 'KEY', '--auth', auth];
    await make(['destination', ...args], env);
    await thirdParty.close();
  }
  await makeEventsAndIntegrations();
  problems = compiled();
  // Formatter and compiler are processes of their own, which wait where the machine is busy.
}, 180_000);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('the guides', () => {
  it('show code that compiles', () => {
    expect(problemsIn(/parcel|carrier|newsletter/)).toEqual([]);
    expect(guideSnippets).toHaveLength(13);
  });
});

describe('the code that reads a limit', () => {
  it('compiles, however the moment is told', () => {
    expect(problemsIn(readLimits)).toEqual([]);
  });
});

describe('an event type made from an example or a schema', () => {
  const contract = async (name: string, constant: string) =>
    (await import(pathToFileURL(join(copy, `functions/events/${name}.ts`)).href))[constant];

  it('compiles, in the list', () => {
    expect(problemsIn(/^functions\/events\//)).toEqual([]);
    const list = readFileSync(join(copy, 'functions/events/index.ts'), 'utf8');
    expect(list).toMatch(
      /\[\s+customerCreated,\s+paymentRequested,\s+orderPlaced,\s+invoiceSent,\s+orderPlacedV2,\s+\];/,
    );
  });

  it('takes the example, and refuses what is of another type', async () => {
    const { data, example, personal } = await contract('order-placed', 'orderPlaced');
    expect([example, personal]).toEqual([order, ['email', 'shipTo.name']]);
    const takes = (change: object) => z.safeParse(data, { ...order, ...change }).success;
    expect([{}, { note: 'ring twice' }, { channel: 'web' }].filter(takes)).toHaveLength(3);
    expect(
      [{ orderId: 1 }, { email: null }, { total: 19.99 }, { items: [{}] }, { placedAt: 'today' }].filter(
        takes,
      ),
    ).toEqual([]);
  });

  it('is as strict as its schema, and no stricter', async () => {
    const { data, example } = await contract('invoice-sent', 'invoiceSent');
    const takes = (change: object) => z.safeParse(data, { ...example, ...change }).success;
    const valid = [
      {},
      { status: null },
      { due: null },
      { due: '2026-12-31' },
      { rate: 1 },
      { labels: { a: 'b' } },
      { 'vat-id': 7 },
    ];
    expect(valid.filter((change) => !takes(change))).toEqual([]);
    const invalid = [
      { number: 'INV/' },
      { status: 'late' },
      { lines: [] },
      { lines: [{ text: null }] },
      { due: 'soon' },
      { rate: 0 },
      { rate: 1.1 },
      { labels: { a: 1 } },
      { 'vat-id': true },
    ];
    expect(invalid.filter(takes)).toEqual([]);
  });
});

describe('a mapping made for an event and an operation', () => {
  it('does not compile while a field of either side is open', () => {
    const open = problemsIn(/^functions\/mapping\/customer-to-crm/);
    expect(open.filter((line) => line.includes('\'"?"\' is not assignable'))).toHaveLength(4);
  });

  it('compiles when each is filled in', () => {
    expect(problemsIn(/order-to-acme|order-placed-to-acme/)).toEqual([]);
  });

  it('proposes what has the same name and type on both sides, objects and ids as text included', () => {
    const text = readFileSync(join(copy, 'functions/mapping/customer-to-crm.ts'), 'utf8');
    expect(text).toContain("email: m.from('email'),");
    expect(text).toContain("phone: m.from('phone').orOmit(),");
    expect(text).toContain(".objectFrom('address', (inside) => ({");
    expect(text).toContain("postal_code: inside.from('postalCode'),");
    expect(text).toContain("line2: inside.from('line2').orOmit(),");
    expect(text).toContain("// firstName: 'why',");
  });

  it('lets its destination be asked every day from now on', () => {
    const list = readFileSync(join(copy, 'functions/destinations/contracts.ts'), 'utf8');
    expect(list.match(/acmeContract|acmeOrdersContract/g)).toEqual(['acmeContract', 'acmeContract']);
  });
});

describe('a newer version of an event', () => {
  it('compiles as soon as what makes it of the older one is filled in, and new integrations take both', () => {
    expect(problemsIn(/order-placed-v2/)).toEqual([]);
    const integration = readFileSync(
      join(copy, 'functions/integrations/order-placed-to-desk/integration.ts'),
      'utf8',
    );
    expect(integration).toContain('  event: asOrderPlacedV2,\n');
    const upcast = readFileSync(join(copy, 'functions/mapping/as-order-placed-v2.ts'), 'utf8');
    expect(upcast).toContain("    'items[].sku': 'acme keeps no orders',\n");
    expect(upcast).toContain('    lines: m.constant(1),\n');
  });
});

describe('a destination made from a probe', () => {
  it('compiles, in the lists that the command names', () => {
    expect(problemsIn(/^(functions\/destinations|lib)\//)).toEqual([]);
  });

  it('is, like events and integrations, written as the formatter and the linter want it', () => {
    const own = '{contracts,functions/destinations,lib/local/stand-ins}/**/acme*{,/*}';
    const others =
      'functions/{events,integrations,mapping}/{order-placed.ts,order-placed-v2.ts,as-order-placed-v2.ts,invoice-sent.ts,customer-to-crm.ts,customer-created-to-crm/*}';
    const shown = guideSnippets.map(({ path }) => path);
    const paths = [...globSync([own, others], { cwd: copy }), ...shown]
      .filter((path) => /\.(ts|json)$/.test(path))
      .sort();
    expect(paths).toHaveLength(38);
    // One by one from standard input: a process each, and none of them reads the whole project as `check` does.
    for (const path of paths) {
      const text = readFileSync(join(copy, path), 'utf8');
      const args = ['check', '--write', '--error-on-warnings', `--stdin-file-path=${path}`];
      const output = execFileSync(join(root, 'node_modules/.bin/biome'), args, { cwd: root, input: text });
      expect(`${path}\n${output}`).toBe(`${path}\n${text}`);
    }
  });

  it('has a stand-in that keeps what the operation sends, and tells of it with an id', async () => {
    const load = (path: string) => import(pathToFileURL(join(copy, path)).href);
    const { acme } = (await load('lib/local/stand-ins/acme.ts')) as { acme: Contract };
    const { createPerson } = await load('functions/destinations/acme/create-person.ts');
    const standIn = await startStandIn(acme, { port: 0, now: () => nowMs, apiKey: 'right' });
    const { method, path, body } = createPerson.request({ email: 'ada@example.com' });
    const post = (text: string) =>
      fetch(standIn.url + path, { method, headers: { 'x-api-key': 'right' }, body: text });
    const response = await post(JSON.stringify(body.value));
    const text = await response.text();
    const broken = await post('{');
    await standIn.stop();
    expect([response.status, broken.status]).toEqual([201, 400]);
    const receipt = createPerson.receipt({ statusCode: 201, headers: {}, body: text, bodyTruncated: false });
    const { effects, entities } = standIn.journal;
    expect(effects.map(({ id, kind, created }) => ({ id, kind, created }))).toEqual([
      { id: receipt, kind: 'person', created: true },
    ]);
    expect(entities[0]?.value).toEqual({ id: Number(receipt), email: 'ada@example.com' });
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
        monotonicMs: now,
        sleep: async () => undefined,
      }),
      now: () => 0,
      random: () => 0,
      randomId: () => 'id',
      writes: false,
      wrongKey: true,
      samples: 2,
      redact: (text) => text,
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
