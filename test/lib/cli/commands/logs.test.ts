import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { referenceTo } from '../../../../functions/core/redact/reference.ts';
import { sealExchange } from '../../../../functions/core/redact/sealed-exchange.ts';
import { type FakeAws, startFakeAws } from '../fake-aws.ts';
import { interlock, nowMs } from '../interlock.ts';

const group = '/interlock/local/customer-created-to-wallet';
const minuteMs = 60_000;

let aws: FakeAws;
beforeEach(async () => {
  aws = await startFakeAws();
});
afterEach(() => aws.close());

const logs = (args: readonly string[], context = {}) =>
  interlock(['logs', ...args], { endpoint: aws.endpoint, context });

function write(agoMs: number, fields: object, logGroup = group): string {
  const line = JSON.stringify({
    message: 'delivery.attempted',
    integration: 'customer-created-to-wallet',
    eventId: 'e-1',
    subject: '42',
    attempt: 1,
    outcome: 'delivered',
    durationMs: 81.4,
    request: { method: 'POST', url: 'https://api.wallet.example/v1/customers' },
    response: { statusCode: 200 },
    ...fields,
  });
  aws.logs.set(logGroup, [
    ...(aws.logs.get(logGroup) ?? []),
    { timestamp: nowMs - agoMs, message: `${line}\n` },
  ]);
  return line;
}

describe('logs', () => {
  it('shows every line that CloudWatch gives without an id', async () => {
    const [first, second] = [write(2 * minuteMs, {}), write(minuteMs, {})];
    aws.logs.set(
      group,
      (aws.logs.get(group) ?? []).map((line) => ({ ...line, eventId: undefined })),
    );
    expect((await logs(['--json'])).stdout).toBe(`${first}\n${second}\n`);
  });

  it('tells the whole story of an event, however long ago it began', async () => {
    const old = write(20 * 24 * 60 * minuteMs, { outcome: 'retry' });
    expect((await logs(['--event', 'e-1', '--json'])).stdout).toBe(`${old}\n`);
    expect(await logs(['--json'])).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'nothing in the last hour (--since says how far back)\n',
    });
    expect((await logs(['--since', '15m'])).stderr).toBe('nothing in the last 15m\n');
  });

  it('takes what a delivery goes on from at once for no failure', async () => {
    write(3 * minuteMs, { outcome: 'retry', nextAttemptInMs: 0, response: { statusCode: 409 } });
    const failed = write(2 * minuteMs, { outcome: 'retry', nextAttemptInMs: 5_000 });
    write(minuteMs, { outcome: 'delivered' });
    expect((await logs(['--failed', '--json'])).stdout).toBe(`${failed}\n`);
  });

  it('shows one line for an attempt', async () => {
    write(minuteMs, { outcome: 'retry', response: { statusCode: 503 }, error: { code: 'HTTP_503' } });
    expect((await logs([])).stdout).toBe(
      '2026-11-23T23:59:00.000Z  customer-created-to-wallet  e-1  #1  retry  POST  https://api.wallet.example/v1/customers  503  81 ms  HTTP_503\n',
    );
  });

  it('shows what a delivery waits for that made no attempt', async () => {
    const none = { attempt: undefined, durationMs: undefined, request: undefined, response: undefined };
    const reason = 'too many requests failed: the circuit is open';
    write(minuteMs, { ...none, message: 'delivery.settled', outcome: 'deferred', reason });
    expect((await logs([])).stdout).toBe(
      '2026-11-23T23:59:00.000Z  customer-created-to-wallet  e-1  deferred  too many requests failed: the circuit is open\n',
    );
  });

  it('shows all failed requests of one customer with one command', async () => {
    const wanted = write(3 * minuteMs, { outcome: 'retry' });
    const parked = write(2 * minuteMs, { outcome: 'parked' }, '/interlock/local/customer-created-to-gazette');
    write(minuteMs, {});
    write(minuteMs, { outcome: 'duplicate' });
    write(minuteMs, { outcome: 'retry', subject: '421' });
    expect((await logs(['--customer', '42', '--failed', '--json'])).stdout).toBe(`${wanted}\n${parked}\n`);
  });

  it.each([
    [['--event', 'e-2']],
    [['--endpoint', '/v1/payment_intents']],
    [['--outcome', 'deferred', '--outcome', 'retry']],
    [['--integration', 'customer-created-to-gazette']],
    [['--status', '429']],
    [['--status', '500', '--status', '4xx']],
    [['--code', 'THROTTLED']],
    [['--code', 'too_many']],
    [['--fingerprint', '0f0f0f0f0f0f', '--fingerprint', '1c1c1c1c1c1c']],
  ])('filters by %j', async (args) => {
    write(minuteMs, {});
    const wanted = write(
      minuteMs,
      {
        eventId: 'e-2',
        outcome: 'retry',
        request: { method: 'POST', url: 'https://api.wallet.example/v1/payment_intents' },
        response: { statusCode: 429 },
        error: { code: 'THROTTLED', thirdPartyCode: 'too_many' },
        fingerprint: '1c1c1c1c1c1c',
      },
      '/interlock/local/customer-created-to-gazette',
    );
    expect((await logs([...args, '--json'])).stdout).toBe(`${wanted}\n`);
  });

  it('shows the window asked for', async () => {
    write(90 * minuteMs, { eventId: 'old' });
    expect((await logs([])).stdout).toBe('');
    expect((await logs(['--since', '1h45m'])).stdout).toContain('old');
  });

  it('passes over other lines, and survives fields of other types', async () => {
    aws.logs.set(group, [
      { timestamp: nowMs, message: 'START RequestId: 1' },
      { timestamp: nowMs, message: '{"message":"log.failed"}' },
    ]);
    write(0, { attempt: 'first', response: null, request: 7 });
    expect((await logs([])).stdout.split('\n')).toHaveLength(2);
  });

  it('keeps control characters away from the terminal', async () => {
    write(0, { eventId: 'e\u001b[2J' });
    expect((await logs([])).stdout).not.toContain('\u001b');
  });

  it('follows: each line once, those that come late too, until it is asked to end', async () => {
    const ending = new AbortController();
    const rounds = [
      () => write(0, { eventId: 'new' }),
      () => write(30_000, { eventId: 'late' }),
      () => ending.abort(),
    ];
    let round = 0;
    const sleep = async () => {
      rounds[round]?.();
      round += 1;
      ending.signal.throwIfAborted();
    };
    const { code, stdout } = await logs(['--follow', '--since', '5m', '--json'], {
      sleep,
      signal: ending.signal,
    });
    expect(code).toBe(0);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).eventId),
    ).toEqual(['new', 'late']);
  });

  it('colours outcomes on a terminal, unless told not to', async () => {
    write(0, {});
    expect((await logs([], { isTTY: true })).stdout).toContain('\u001b[32mdelivered');
    const env = { AWS_ENDPOINT_URL: aws.endpoint, NO_COLOR: '1' };
    expect((await logs([], { isTTY: true, env })).stdout).not.toContain('\u001b');
  });
});

describe('what is sealed in a line', () => {
  const text = '{"id":"e-1","data":{"email":"ada@example.com"}}';
  const request = {
    method: 'POST',
    url: new URL('https://api.wallet.example/v1/customers'),
    headers: { 'content-type': 'application/json' },
    body: '{"email":"ada@example.com"}',
  };
  const response = { statusCode: 422, headers: { date: 'today' }, body: 'no ada\n', bodyTruncated: false };
  const sealed = () => sealExchange(request, response, text, (one) => one);
  const name = 'customer-created-to-wallet';
  const only = ['--integration', name];

  it('is opened by the dead letter of its event, with --exact', async () => {
    write(minuteMs, { outcome: 'dead-lettered', sealed: sealed() });
    aws.queues.set(`interlock-local-${name}-dead-letters`, []);
    aws.put(`interlock-local-${name}-dead-letters`, text);
    const { stdout } = await logs(['--exact', ...only]);
    expect(stdout.split('\n').slice(1)).toEqual([
      '  > POST https://api.wallet.example/v1/customers',
      '  > content-type: application/json',
      '  > ',
      '  > {"email":"ada@example.com"}',
      '  < 422',
      '  < date: today',
      '  < ',
      '  < no ada',
      '  < ',
      '',
    ]);
    const { exact } = JSON.parse((await logs(['--exact', '--json', ...only])).stdout);
    expect(exact).toMatchObject({ request: { body: request.body }, response });
  });

  it('is opened by the text that its publisher has, and says so where nobody has it', async () => {
    write(minuteMs, { outcome: 'retry', sealed: sealed() });
    aws.queues.set(`interlock-local-${name}-dead-letters`, []);
    const opened = await interlock(['logs', '--exact', '--text', '-', ...only], {
      endpoint: aws.endpoint,
      stdin: `${text}\n`,
    });
    expect(opened.stdout).toContain('ada@example.com');
    expect((await logs(['--exact', ...only])).stdout).toContain('  (sealed, and its event is not here');
    expect(await logs(['--text', '-'])).toMatchObject({ code: 2 });
  });

  it('is no matter without --exact', async () => {
    write(minuteMs, { outcome: 'retry', sealed: sealed() });
    expect((await logs([])).stdout).not.toContain('ada');
    expect(aws.calls).not.toContain('ReceiveMessage');
  });

  it('is told of where a line has nothing sealed', async () => {
    write(2 * minuteMs, {});
    write(minuteMs, { outcome: 'retry' });
    aws.queues.set(`interlock-local-${name}-dead-letters`, []);
    const { stdout } = await logs(['--exact', ...only]);
    expect(stdout).toContain('(it was delivered, and nothing more of it was kept (loggedShare))');
    expect(stdout).toContain('(nothing is sealed: the log of this environment is in clear)');
  });
});

describe('lines that hide whom they are about', () => {
  it('are found by whom they are about', async () => {
    const hidden = write(2 * minuteMs, { subject: referenceTo('ada@example.com', aws.referenceKey) });
    const plain = write(minuteMs, { subject: 'ada@example.com' });
    write(0, { subject: referenceTo('bob@example.com', aws.referenceKey) });
    const found = await logs(['--customer', 'Ada@example.com', '--json']);
    expect(found.stdout).toBe(`${hidden}\n`);
    expect((await logs(['--customer', 'ada@example.com', '--json'])).stdout).toBe(`${hidden}\n${plain}\n`);
  });
});
