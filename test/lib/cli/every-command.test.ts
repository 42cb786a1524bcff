/**
 * Every command that the program lists, called as a user would: for a person and for a program, wrongly, without credentials,
 * and where there is nothing. A new command without a row fails.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { functionSources } from '../../../lib/build/function-sources.ts';
import { shopIntegrations } from '../../fixtures/shop/index.ts';
import { type ShopStandIns, startShop } from '../../fixtures/shop/start.ts';
import { type FakeAws, startFakeAws } from './fake-aws.ts';
import { interlock, nowMs, type Ran } from './interlock.ts';

/** One call: what is in its output, and nothing on the standard output when that is `''`. */
interface Call {
  readonly args: readonly string[];
  readonly code: 0 | 1 | 2 | 3;
  readonly out?: string;
  readonly err?: string;
  /** On standard input. */
  readonly stdin?: string;
}

interface Row {
  /** What a person reads; or the proof that plays it, where it takes a whole environment. */
  readonly text: Call | { readonly provenBy: string };
  /** What the same call with `--json` prints. */
  readonly json: 'a document' | 'lines' | { readonly refused: string };
  /** Called wrongly, beside what is wrong with any command: the one useful line. */
  readonly wrong: readonly (readonly [args: readonly string[], line: string])[];
  /** What it says without credentials of AWS; or that it needs none. */
  readonly credentials: 'of AWS' | 'none' | { readonly of: 'local' };
  /** Where there is nothing to show or to do; or why there always is. */
  readonly nothing: Call | { readonly because: string };
}

const integration = 'payment-requested-to-wallet';
const folder = mkdtempSync(join(tmpdir(), 'interlock-commands-'));
const file = (name: string, value: object) => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(value));
  return path;
};
const order = file('order.json', { orderId: 'o-1', total: '19.99' });
const kept = join(folder, 'kept');
const unknownIntegration =
  'there is no integration "payment-requested-to-walet" (did you mean "payment-requested-to-wallet"?)';
const unknownDestination = 'there is no destination "walet" (did you mean "wallet"?)';

const rows: Readonly<Record<string, Row>> = {
  start: {
    text: { provenBy: 'test/console/local-shop.ts' },
    json: 'a document',
    wrong: [
      [['--port', '70000'], '--port takes a whole number from 0 to 65532, got "70000"'],
      [['--replay', 'walet'], unknownDestination],
      [['--env', 'dev'], 'start runs the local environment only'],
    ],
    credentials: 'none',
    nothing: {
      args: ['--replay', 'wallet'],
      code: 1,
      err: 'contracts/recordings/wallet.json is not there: npm run interlock -- probe wallet --write --record',
    },
  },
  demo: {
    text: { provenBy: 'test/newcomers/users.ts' },
    json: 'a document',
    wrong: [[['--env', 'dev'], 'demo runs on this machine only']],
    credentials: 'none',
    nothing: { because: 'it brings its events along' },
  },
  list: {
    text: { args: [], code: 0, out: 'customer-created-to-wallet    customer.created   wallet' },
    json: 'a document',
    wrong: [],
    credentials: 'none',
    nothing: { because: 'it lists what is declared' },
  },
  events: {
    text: { args: [], code: 0, out: 'payment.requested  5       1         payment-requested-to-wallet' },
    json: 'a document',
    wrong: [
      [['payment.requestd'], 'there is no event type "payment.requestd" (did you mean "payment.requested"?)'],
    ],
    credentials: 'none',
    nothing: { because: 'it lists what is declared' },
  },
  catalogue: {
    text: { args: [], code: 0, out: '"asyncapi": "3.0.0"' },
    json: 'a document',
    wrong: [],
    credentials: 'none',
    nothing: { because: 'it lists what is declared' },
  },
  cost: {
    text: { args: [integration], code: 0, out: 'Dollars for a million delivered events in prod' },
    json: 'a document',
    wrong: [
      [['payment-requested-to-walet'], unknownIntegration],
      [['--events-per-month', 'many'], '--events-per-month takes'],
    ],
    credentials: 'none',
    nothing: { because: 'it counts what is declared' },
  },
  send: {
    text: {
      args: ['customer.created'],
      code: 0,
      out: 'id-1\n',
      err: '1 event sent to interlock-local-events',
    },
    json: 'a document',
    wrong: [[['customer.create'], 'neither an event type (did you mean "customer.created"?) nor a file']],
    credentials: 'of AWS',
    nothing: { args: ['-'], stdin: '', code: 1, out: '', err: 'error: there is no event in the input' },
  },
  run: {
    text: { args: ['customer.created'], code: 0, out: 'POST https://api.wallet.example/v1/customers' },
    json: 'a document',
    wrong: [[['payment-requested-to-walet'], '(did you mean "payment-requested-to-wallet"?)']],
    credentials: 'none',
    nothing: {
      args: [integration, '-'],
      stdin: '',
      code: 1,
      out: '',
      err: 'the event is not JSON (0 characters); publish one CloudEvents object',
    },
  },
  mapping: {
    text: { args: [integration], code: 0, out: 'amount' },
    json: 'a document',
    wrong: [
      [[], 'mapping needs the name of an integration, or --personal'],
      [['payment-requested-to-walet'], unknownIntegration],
    ],
    credentials: 'none',
    nothing: { because: 'it shows what is declared' },
  },
  logs: {
    text: { args: [], code: 0, out: `${integration}  e1  #1  delivered  POST  http://x/y  200  3 ms` },
    json: 'lines',
    wrong: [
      [['--since', '5'], '--since takes a duration like 90s, 15m, 2h or 1d, got "5"'],
      [['--status', '42'], '--status takes a status like 429 or 4xx, got "42"'],
      [['--outcome', 'rety'], 'there is no outcome "rety" (did you mean "retry"?)'],
      [['--integration', 'payment-requested-to-walet'], unknownIntegration],
    ],
    credentials: 'of AWS',
    nothing: { args: ['--env', 'dev'], code: 0, out: '', err: 'nothing in the last hour' },
  },
  'dead-letters': {
    text: { args: [], code: 3, out: `${integration}: 1 UNMAPPABLE` },
    json: 'a document',
    wrong: [
      [['payment-requested-to-walet'], unknownIntegration],
      [['--max', 'all'], '--max takes a whole number from 1 to 120000, got "all"'],
    ],
    credentials: 'of AWS',
    nothing: { args: ['--env', 'dev'], code: 0, out: `${integration}: none` },
  },
  'dead-letters show': {
    text: { args: ['e1'], code: 0, out: 'why          UNMAPPABLE' },
    json: 'a document',
    wrong: [[['e1', '--integration', 'payment-requested-to-walet'], unknownIntegration]],
    credentials: 'of AWS',
    nothing: { args: ['e1', '--env', 'dev'], code: 1, out: '', err: 'e1' },
  },
  'dead-letters edit': {
    text: {
      args: [integration, 'e1', '--set', 'data.amount="19.99"', '--reason', 'r', '--to', kept, '--dry-run'],
      code: 0,
      out: '"amount":"19.99"',
    },
    json: 'a document',
    wrong: [
      [
        ['payment-requested-to-walet', 'e1', '--set', 'data.amount=1', '--reason', 'r', '--to', kept],
        unknownIntegration,
      ],
      [[integration, 'e1', '--set', 'data.amount=1'], 'dead-letters edit needs'],
      [[integration, 'e1', '--set', 'amount', '--reason', 'r', '--to', kept], '--set takes path=value'],
    ],
    credentials: 'of AWS',
    nothing: {
      args: [
        integration,
        'e1',
        '--set',
        'data.amount="19.99"',
        '--reason',
        'r',
        '--to',
        kept,
        '--env',
        'dev',
      ],
      code: 1,
      out: '',
      err: 'not found: e1',
    },
  },
  'dead-letters discard': {
    text: {
      args: [integration, 'e1', '--reason', 'test data', '--to', kept],
      code: 0,
      err: `1 dead letter deleted, and kept in ${kept}`,
    },
    json: 'a document',
    wrong: [
      [['payment-requested-to-walet', 'e1', '--reason', 'r'], unknownIntegration],
      [[integration, 'e1'], 'dead-letters discard needs --reason <text>'],
    ],
    credentials: 'of AWS',
    nothing: {
      args: [integration, 'e1', '--reason', 'r', '--env', 'dev'],
      code: 1,
      out: '',
      err: 'not found: e1',
    },
  },
  'dead-letters export': {
    text: {
      args: [integration, '--to', kept],
      code: 0,
      err: `copied to ${kept}, with events as they were published`,
    },
    json: 'a document',
    wrong: [
      [['payment-requested-to-walet', '--to', kept], unknownIntegration],
      [[integration], 'dead-letters export needs --to <folder>'],
    ],
    credentials: 'of AWS',
    nothing: { args: [integration, '--to', kept, '--env', 'dev'], code: 0, err: '0 dead letters copied' },
  },
  'dead-letters import': {
    text: { args: [integration, '--from', kept, '--dry-run'], code: 0, err: `would go to ${integration}` },
    json: 'a document',
    wrong: [
      [['payment-requested-to-walet', '--from', kept], unknownIntegration],
      [[integration], 'dead-letters import needs --from <folder>'],
      [[integration, '--from', kept, '--rate', '5'], '--rate takes messages a second like 10/s'],
    ],
    // A folder says of which environment its letters are.
    credentials: { of: 'local' },
    nothing: { args: [integration, '--from', join(folder, 'none')], code: 1, out: '', err: 'none' },
  },
  redrive: {
    text: { args: [integration, '--all', '--dry-run'], code: 0, err: `would go back to ${integration}` },
    json: 'a document',
    wrong: [
      [['payment-requested-to-walet', '--all'], unknownIntegration],
      [[integration], 'redrive needs either --all or the ids of events'],
      [[integration, '--all', '--rate', '5'], '--rate takes messages a second like 10/s'],
      [[integration, '--all', '--canary', '0'], '--canary takes how many go in each step, like 1,10,all'],
    ],
    credentials: 'of AWS',
    nothing: { args: [integration, '--all', '--env', 'dev'], code: 0, out: '', err: '0 messages went back' },
  },
  status: {
    text: { args: [], code: 3, out: `${integration}   yes   Enabled` },
    json: 'a document',
    wrong: [[['walet'], 'neither an integration nor a destination "walet" (did you mean "wallet"?)']],
    credentials: 'of AWS',
    nothing: { args: ['--env', 'dev'], code: 0, out: `${integration}   yes   Enabled       0` },
  },
  wake: {
    text: { args: [], code: 0, out: `starts  interlock-local-${integration}` },
    json: 'a document',
    wrong: [],
    credentials: 'of AWS',
    nothing: { args: ['--env', 'staging'], code: 1, out: '', err: 'interlock-staging lacks what this needs' },
  },
  park: {
    text: { args: ['wallet'], code: 0, err: 'asked to park wallet; "status" shows it' },
    json: 'a document',
    wrong: [[['walet'], unknownDestination]],
    credentials: 'of AWS',
    nothing: {
      args: ['wallet', '--env', 'staging'],
      code: 1,
      out: '',
      err: 'interlock-staging lacks what this needs',
    },
  },
  resume: {
    text: { args: ['wallet'], code: 0, err: 'asked to resume wallet; "status" shows' },
    json: 'a document',
    wrong: [[['walet'], unknownDestination]],
    credentials: 'of AWS',
    nothing: {
      args: ['wallet', '--env', 'staging'],
      code: 1,
      out: '',
      err: 'interlock-staging lacks what this needs',
    },
  },
  probe: {
    text: { args: ['wallet'], code: 0, out: 'wallet in local: 127.0.0.1' },
    json: 'a document',
    wrong: [
      [['walet'], unknownDestination],
      [['wallet', '--samples', 'many'], '--samples takes a whole number'],
    ],
    credentials: 'of AWS',
    nothing: { args: ['wallet', '--env', 'dev'], code: 1, out: '', err: 'secret set wallet' },
  },
  drifts: {
    text: { args: [], code: 0, out: 'wallet  unchecked  it is parked' },
    json: 'lines',
    wrong: [
      [['walet'], unknownDestination],
      [['--since', '5'], '--since takes a duration like 90s, 15m, 2h or 1d, got "5"'],
    ],
    credentials: 'of AWS',
    nothing: { args: ['--env', 'dev'], code: 0, out: '', err: 'no drift found' },
  },
  doctor: {
    text: { args: [], code: 0, err: 'nothing found: ' },
    json: 'a document',
    wrong: [],
    credentials: 'of AWS',
    nothing: { args: [], code: 0, out: '', err: 'nothing found: ' },
  },
  'new event': {
    text: {
      args: ['order.placed', '--example', order, '--personal', 'none', '--dry-run'],
      code: 0,
      out: '// functions/events/order-placed.ts',
    },
    json: 'a document',
    wrong: [
      [['order.placed'], 'new event needs'],
      [['order.placed', '--example', order], 'say which fields identify a person'],
      [['Order', '--example', order, '--personal', 'none'], 'Order'],
    ],
    credentials: 'none',
    nothing: {
      args: ['order.placed', '--example', join(folder, 'none.json'), '--personal', 'none'],
      code: 1,
      out: '',
      err: 'none.json',
    },
  },
  'new integration': {
    text: {
      args: ['customer.created', 'wallet/create-customer', '--name', 'customer-created-to-till', '--dry-run'],
      code: 0,
      out: '// functions/mapping/customer-to-till.ts',
    },
    json: 'a document',
    wrong: [
      [['customer.create', 'wallet/create-customer'], '(did you mean "customer.created"?)'],
      [['customer.created', 'walet/create-customer'], 'walet'],
      [['customer.created', 'wallet'], 'wallet'],
    ],
    credentials: 'none',
    nothing: {
      args: ['customer.created', 'wallet/create-custome'],
      code: 2,
      err: '(did you mean "wallet/create-customer"?)',
    },
  },
  'new destination': {
    text: {
      args: ['acme', '--from-probe', 'http://127.0.0.1:9/x', '--dry-run'],
      code: 1,
      err: 'nothing was written: there was no answer: CONNECT_FAILED, the connection ended with ECONNREFUSED',
    },
    json: { refused: 'there was no answer' },
    wrong: [[['acme'], 'new destination needs']],
    credentials: 'none',
    nothing: {
      args: ['acme', '--from-probe', 'http://127.0.0.1:9/x', '--key-env', 'NOT_SET'],
      code: 2,
      err: 'NOT_SET',
    },
  },
  'secret set': {
    text: {
      args: ['wallet'],
      stdin: '{"apiKey":"sk_test_0f9Jq2Lr7Xw4Tz81"}',
      code: 0,
      err: 'interlock/local/wallet',
    },
    json: 'a document',
    wrong: [[['walet'], unknownDestination]],
    credentials: 'of AWS',
    nothing: {
      args: ['wallet'],
      stdin: '',
      code: 1,
      out: '',
      err: 'not JSON: expected a JSON object with apiKey',
    },
  },
  'secret check': {
    text: { args: ['gazette'], code: 0, out: 'interlock/local/gazette: well-formed, gazette takes them' },
    json: 'a document',
    wrong: [[['walet'], unknownDestination]],
    credentials: 'of AWS',
    nothing: {
      args: ['wallet', '--env', 'dev'],
      code: 1,
      out: '',
      err: 'interlock-dev lacks what this needs',
    },
  },
  connect: {
    text: { args: ['wallet'], code: 1, err: 'wallet needs no consent that could be got here' },
    json: { refused: 'wallet needs no consent' },
    wrong: [
      [['walet'], unknownDestination],
      [['wallet', '--port', 'x'], '--port takes a whole number'],
    ],
    credentials: 'none',
    nothing: { because: 'a browser has to answer: test/lib/cli/commands/connect.test.ts' },
  },
  complete: {
    text: { args: ['bash'], code: 0 },
    json: { refused: 'complete prints a script for a shell: nothing of it is JSON' },
    wrong: [[['bsh'], 'complete needs one of bash, zsh, fish, got "bsh"']],
    credentials: 'none',
    nothing: { args: [], code: 2, err: 'complete needs one of bash, zsh, fish' },
  },
};

/** Letter and lines of one event that cannot be mapped, and of a third party that drifts. */
function refill(): void {
  const data = { paymentId: 'p-1', customerId: 1, amount: '19.999', currency: 'EUR', description: null };
  const event = { specversion: '1.0', id: 'e1', source: 'urn:test', type: 'payment.requested', subject: '1' };
  const moments = { firstReceivedAt: '2026-11-23T00:00:00Z', failedAt: '2026-11-23T00:00:00Z' };
  const diagnosis = { code: 'UNMAPPABLE', stage: 'map', attempts: 0, destination: 'wallet', ...moments };
  const dead = `interlock-local-${integration}-dead-letters`;
  aws.queues.set(dead, []);
  aws.put(dead, JSON.stringify({ ...event, time: '2026-11-23T00:00:00Z', data }), {
    ...diagnosis,
    fingerprint: 'f1',
    advice: 'mend the mapping',
  });
}

let aws: FakeAws;
let shop: ShopStandIns;
beforeAll(async () => {
  aws = await startFakeAws();
  shop = await startShop({ now: () => nowMs });
  for (const environment of ['local', 'dev']) {
    const names = [...shopIntegrations.map(({ name }) => name), 'contract-watch', 'supervisor'];
    const queues = names.flatMap((name) => [name, `${name}-dead-letters`, `${name}-undelivered`]);
    for (const name of [...queues, 'unrouted', 'unrouted-undelivered'])
      aws.queues.set(`interlock-${environment}-${name}`, []);
    for (const name of names) aws.mappings.set(`interlock-${environment}-${name}`, 'Enabled');
    for (const { name } of functionSources(shopIntegrations))
      aws.functions.set(`interlock-${environment}-${name}`, { batchItemFailures: [] });
  }
  for (const { name, secret } of Object.values(shop))
    aws.secrets.set(`interlock/local/${name}`, JSON.stringify(secret));
  const attempt = {
    ...{
      message: 'delivery.attempted',
      integration,
      eventId: 'e1',
      attempt: 1,
      outcome: 'delivered',
      durationMs: 3,
    },
    ...{ request: { method: 'POST', url: 'http://x/y' }, response: { statusCode: 200 } },
  };
  const unchecked = { message: 'contract.unchecked', destination: 'wallet', reason: 'it is parked' };
  aws.logs.set('/interlock/local/contract-watch', [
    { timestamp: nowMs - 1_000, message: JSON.stringify(unchecked) },
  ]);
  aws.logs.set(`/interlock/local/${integration}`, [
    { timestamp: nowMs - 1_000, message: JSON.stringify(attempt) },
  ]);
});
beforeEach(refill);
afterAll(async () => {
  await aws.close();
  await Promise.all(Object.values(shop).map((one) => one.stop()));
  rmSync(folder, { recursive: true });
});

const call = (name: string, { args, stdin }: Pick<Call, 'args' | 'stdin'>, more: readonly string[] = []) =>
  interlock([...name.split(' '), ...args, ...more], {
    endpoint: aws.endpoint,
    ...(stdin === undefined ? {} : { stdin }),
  });

function expectCall({ code, stdout, stderr }: Ran, { out, err, ...expected }: Call): void {
  expect({ code, stdout, stderr }).toMatchObject({
    code: expected.code,
    ...(out === undefined ? {} : { stdout: out === '' ? '' : expect.stringContaining(out) }),
    ...(err === undefined ? {} : { stderr: expect.stringContaining(err) }),
  });
}

it('has a row for each command that the program lists', async () => {
  const { stdout } = await interlock(['--help']);
  const listed = [...stdout.matchAll(/^ {2}([a-z]\S+(?: \S+)?) {2}/gm)].map(([, name = '']) => name);
  expect(Object.keys(rows)).toEqual(listed);
});

describe.each(Object.entries(rows))('%s', (name, { text, json, wrong, credentials, nothing }) => {
  if ('provenBy' in text)
    it(`is played whole by ${text.provenBy}`, () => {
      expect(existsSync(fileURLToPath(new URL(`../../../${text.provenBy}`, import.meta.url)))).toBe(true);
    });
  else {
    it('says to a person what came of it', async () => expectCall(await call(name, text), text));

    it('says the same to a program', async () => {
      const { code, stdout, stderr } = await call(name, text, ['--json']);
      if (typeof json === 'object') {
        expect([stdout, stderr]).toEqual(['', expect.stringContaining(json.refused)]);
        return;
      }
      expect([code, stderr]).toEqual([text.code, expect.not.stringContaining('error: ')]);
      const documents = json === 'lines' ? stdout.trim().split('\n') : [stdout];
      for (const document of documents) expect(JSON.parse(document)).toBeTypeOf('object');
    });
  }

  it.each([
    [['--no-such'], "unknown option '--no-such'"],
    [['--env', 'prd'], "argument 'prd' is invalid. Allowed choices are "],
    ...wrong,
  ] as const)('answers %j with one useful line, and exit 2', async (args, line) => {
    const { code, stdout, stderr } = await call(name, { args });
    expect([code, stdout]).toEqual([2, '']);
    const [first = '', ...others] = stderr.trimEnd().split('\n');
    expect(first).toMatch(/^error: /);
    expect(first).toContain(line);
    expect(others.at(-1)).toBe(`npm run interlock -- ${name} --help says more`);
    expect(others.length).toBeLessThan(3);
  });

  it(credentials === 'none' ? 'needs no credentials of AWS' : 'says which credentials it lacks', async () => {
    let asked = 0;
    const clients = () => {
      asked += 1;
      return Promise.reject(Object.assign(new Error('none'), { name: 'CredentialsProviderError' }));
    };
    if ('provenBy' in text) return;
    const of = typeof credentials === 'object' ? credentials.of : 'dev';
    // What only looks at files in a dry run is to go on to the queue.
    const args = text.args.filter((one) => one !== '--dry-run' || credentials === 'none');
    const { code, stdout, stderr } = await interlock([...name.split(' '), ...args, '--env', of], {
      stdin: text.stdin ?? '',
      context: { clients },
    });
    if (credentials === 'none')
      expect([asked, stderr]).toEqual([0, expect.not.stringContaining('credentials')]);
    else
      expect([code, stdout, stderr]).toEqual([
        1,
        '',
        expect.stringContaining(
          `error: there are no AWS credentials for ${of}: sign in (aws sso login) or set AWS_PROFILE\n`,
        ),
      ]);
  });

  if ('args' in nothing)
    it('says so where there is nothing', async () => expectCall(await call(name, nothing), nothing));
});
