import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shopIntegrations as shipped } from '../../../fixtures/shop/index.ts';
import { type FakeAws, startFakeAws } from '../fake-aws.ts';
import { interlock, nowMs } from '../interlock.ts';

const integrations = [
  'customer-created-to-wallet',
  'customer-created-to-gazette',
  'customer-created-to-helpdesk',
  'payment-requested-to-wallet',
];

let aws: FakeAws;
beforeEach(async () => {
  aws = await startFakeAws();
  for (const name of ['unrouted', 'unrouted-undelivered']) aws.queues.set(`interlock-dev-${name}`, []);
  for (const name of [...integrations, 'contract-watch', 'supervisor']) {
    aws.queues.set(`interlock-dev-${name}`, []);
    aws.queues.set(`interlock-dev-${name}-dead-letters`, []);
    aws.queues.set(`interlock-dev-${name}-undelivered`, []);
    aws.mappings.set(`interlock-dev-${name}`, 'Enabled');
  }
});
afterEach(() => aws.close());

const run = (...args: readonly string[]) => interlock(args, { endpoint: aws.endpoint });
const parkWallet = (reason: string, refusedVersion?: string) =>
  aws.items.set('destination#wallet#account', {
    parkedAtMs: { N: `${Date.UTC(2026, 10, 24, 9, 30)}` },
    parkedReason: { S: reason },
    ...(refusedVersion === undefined ? {} : { refusedVersion: { S: refusedVersion } }),
  });
const account = (destination: string, attributes: Readonly<Record<string, number | string>>) =>
  aws.items.set(
    `destination#${destination}#account`,
    Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [
        name,
        typeof value === 'number' ? { N: `${value}` } : { S: value },
      ]),
    ),
  );
const fill = (integration: string, count: number) => {
  for (let n = 0; n < count; n += 1) aws.put(`interlock-dev-${integration}`, '{}');
};
const jsonOf = async (...more: readonly string[]) =>
  JSON.parse((await run('status', ...more, '--env', 'dev', '--json')).stdout);

describe('status', () => {
  it('shows, with exit 0, that everything runs and what waits', async () => {
    aws.put('interlock-dev-customer-created-to-wallet', '{}');
    aws.put('interlock-dev-customer-created-to-wallet', '{}');
    const [message] = aws.queues.get('interlock-dev-customer-created-to-wallet') ?? [];
    if (message !== undefined) message.visible = false;
    const { code, stdout } = await run('status', '--env', 'dev');
    expect(code).toBe(0);
    expect(
      stdout,
    ).toBe(`integration                   runs  event source  waiting  in flight  delayed  oldest  dead letters  undelivered
customer-created-to-wallet    yes   Enabled       1        1          0        -       0             0
customer-created-to-gazette   yes   Enabled       0        0          0        -       0             0
customer-created-to-helpdesk  yes   Enabled       0        0          0        -       0             0
payment-requested-to-wallet   yes   Enabled       0        0          0        -       0             0
`);
  });

  it('shows, with exit 3, what is parked since when and why, once for each destination', async () => {
    parkWallet('HTTP 401\u001b[31m', 'v1');
    aws.mappings.set('interlock-dev-customer-created-to-wallet', 'Disabled');
    const { code, stdout } = await run('status', '--env', 'dev');
    expect(code).toBe(3);
    expect(stdout).toMatch(/customer-created-to-wallet +parked +Disabled/);
    expect(stdout).toMatch(/payment-requested-to-wallet +parked +Enabled/);
    expect(stdout.split('wallet is parked since 2026-11-24T09:30:00.000Z: HTTP 401\ufffd')).toHaveLength(2);
    expect(stdout).toContain('  npm run interlock -- secret set wallet --env dev\n');
  });

  it('says all of it as JSON, of one integration if asked', async () => {
    parkWallet('they move house');
    aws.mappings.delete('interlock-dev-customer-created-to-wallet');
    aws.put('interlock-dev-customer-created-to-wallet-dead-letters', '{}');
    aws.put('interlock-dev-customer-created-to-wallet-undelivered', '{}');
    aws.put('interlock-dev-customer-created-to-wallet-undelivered', '{}');
    const { code, stdout } = await run('status', 'customer-created-to-wallet', '--env', 'dev', '--json');
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toEqual({
      environment: 'dev',
      integrations: [
        {
          integration: 'customer-created-to-wallet',
          destination: 'wallet',
          eventSource: 'missing',
          queue: { visible: 0, inFlight: 0, delayed: 0 },
          deadLetters: 1,
          undelivered: 2,
          oldestSeconds: null,
          parked: {
            since: '2026-11-24T09:30:00.000Z',
            reason: 'they move house',
            goesOnWith: 'resume',
          },
        },
      ],
      destinations: [
        {
          destination: 'wallet',
          standstills: [{ kind: 'parked', since: '2026-11-24T09:30:00.000Z', reason: 'they move house' }],
          backlog: { waiting: 0, perSecond: 21.551, clearInSeconds: 0, isStopped: true },
        },
      ],
      unrouted: 0,
      unroutedUndelivered: 0,
      supervisorDeadLetters: 0,
      contractWatchDeadLetters: 0,
    });
  });

  it('shows, with exit 3, what SNS could not hand over', async () => {
    aws.put('interlock-dev-payment-requested-to-wallet-undelivered', '{}');
    const { code, stdout } = await run('status', '--env', 'dev');
    expect(code).toBe(3);
    expect(stdout).toMatch(/payment-requested-to-wallet .* 0 {2,}1\n$/);
  });

  it.each([
    ['unrouted', '2 events of a type that no integration takes'],
    ['unrouted-undelivered', '2 events of such a type that SNS could not hand over'],
    ['supervisor-dead-letters', '2 requests that the supervisor could not process'],
    ['contract-watch-dead-letters', '2 requests that the contract watch could not process'],
  ])('shows, with exit 3, what lies in %s', async (name, what) => {
    const queue = `interlock-dev-${name}`;
    for (let n = 0; n < 2; n += 1) aws.put(queue, '{}');
    const { code, stdout } = await run('status', '--env', 'dev');
    expect(code).toBe(3);
    expect(stdout.split('\n').slice(5)).toEqual([`${what}: ${queue}`, '']);
  });
});

describe('status of a destination in trouble', () => {
  const sinceMs = nowMs - 3 * 3_600_000;
  const since = '2026-11-23T21:00:00.000Z';

  it.each([
    [
      'an open circuit, with the next look and what the last one came to',
      {
        openKind: 'refused',
        openSinceMs: sinceMs,
        openUntilMs: nowMs + 900_000,
        openings: 4,
        openReason: 'status 301',
        lookDueAtMs: nowMs + 60_000,
        lookOutcome: 'the probe came back with REFUSED_FOR_ALL, HTTP 301',
        lookedAtMs: nowMs - 1_000,
      },
      {
        kind: 'refused',
        since,
        reason: 'status 301',
        nextLook: '2026-11-24T00:01:00.000Z',
        lastLook: {
          at: '2026-11-23T23:59:59.000Z',
          outcome: 'the probe came back with REFUSED_FOR_ALL, HTTP 301',
        },
      },
    ],
    [
      'the circuit of a single operation',
      {
        operations: JSON.stringify({
          'create-customer': {
            kind: 'refused',
            sinceMs,
            untilMs: nowMs + 900_000,
            openings: 1,
            reason: 'status 403',
          },
        }),
      },
      {
        kind: 'refused',
        operation: 'create-customer',
        since,
        reason: 'status 403',
        nextLook: '2026-11-24T00:15:00.000Z',
      },
    ],
    ['throttling', { throttledSinceMs: sinceMs }, { kind: 'throttling', since }],
    ['a pause', { holdUntilMs: nowMs + 30_000 }, { kind: 'paused', nextLook: '2026-11-24T00:00:30.000Z' }],
    ['what hangs or fails', { unansweredSinceMs: sinceMs }, { kind: 'unanswered', since }],
    ['the way back', { resumedAtMs: nowMs - 10_000 }, { kind: 'ramping', since: '2026-11-23T23:59:50.000Z' }],
  ])('names %s, and exits with 3', async (_name, attributes, standstill) => {
    account('wallet', attributes);
    const { destinations } = await jsonOf();
    expect(destinations.map(({ standstills }: { standstills: object[] }) => standstills)).toEqual([
      [standstill],
      [],
      [],
    ]);
    const { code, stdout } = await run('status', '--env', 'dev');
    expect(code).toBe(3);
    expect(stdout).toMatch(/^wallet (has|is|throttles|takes|goes) /m);
  });

  it('says in a sentence each what is known of it', async () => {
    account('wallet', {
      openKind: 'failing',
      openSinceMs: sinceMs,
      openUntilMs: nowMs + 60_000,
      openReason: 'connect ECONNREFUSED',
      lookDueAtMs: nowMs + 60_000,
      lookOutcome: 'no answer',
      lookedAtMs: nowMs - 1_000,
    });
    account('gazette', { throttledSinceMs: sinceMs, holdUntilMs: nowMs + 30_000 });
    account('helpdesk', { resumedAtMs: nowMs - 10_000 });
    const { stdout } = await run('status', '--env', 'dev');
    expect(stdout.split('\n').slice(1)).toEqual([
      'customer-created-to-wallet    failing  Enabled       0        0          0        -       0             0',
      'customer-created-to-gazette   paused   Enabled       0        0          0        -       0             0',
      'customer-created-to-helpdesk  ramping  Enabled       0        0          0        -       0             0',
      'payment-requested-to-wallet   failing  Enabled       0        0          0        -       0             0',
      `wallet has an open circuit (failing) since ${since}: connect ECONNREFUSED; next look 2026-11-24T00:01:00.000Z`,
      '  last look 2026-11-23T23:59:59.000Z: no answer',
      'gazette takes no more until 2026-11-24T00:00:30.000Z',
      `gazette throttles since ${since}, and nothing has passed in between`,
      'helpdesk goes on since 2026-11-23T23:59:50.000Z, slowly at first: all of the rate after a minute',
      '',
    ]);
  });

  it('takes a single failure that is just being made good for nothing', async () => {
    account('wallet', { unansweredSinceMs: nowMs - 29_999 });
    expect((await run('status', '--env', 'dev')).code).toBe(0);
  });

  it('exits with 3 for an event source that is paused although its destination runs', async () => {
    aws.mappings.set('interlock-dev-customer-created-to-wallet', 'Disabled');
    expect((await run('status', '--env', 'dev')).code).toBe(3);
  });
});

describe('status of what waits', () => {
  it('says how many events wait, since when, and when they will be out at which rate', async () => {
    fill('customer-created-to-wallet', 1_500);
    fill('payment-requested-to-wallet', 500);
    aws.metrics.set('ApproximateAgeOfOldestMessage of interlock-dev-customer-created-to-wallet', {
      value: 95,
      atMs: nowMs - 120_000,
    });
    aws.metrics.set('WaitingAgeMs of customer-created-to-wallet', { value: 3_900_000, atMs: nowMs - 60_000 });
    const { code, stdout } = await run('status', '--env', 'dev');
    expect(code).toBe(3);
    expect(stdout).toMatch(/customer-created-to-wallet +yes +Enabled +1500 +0 +0 +1 h 5 min +0 +0\n/);
    expect(stdout).toMatch(/payment-requested-to-wallet +yes +Enabled +500 +0 +0 +- +0 +0\n/);
    expect(stdout).toContain('wallet: 2000 events wait; clear in 1 min 33 s at 21.6 a second\n');
  });

  it('says what SQS has of the age where we have none, and nothing of a queue that is empty by now', async () => {
    fill('customer-created-to-wallet', 1);
    for (const name of ['customer-created-to-wallet', 'customer-created-to-gazette'])
      aws.metrics.set(`ApproximateAgeOfOldestMessage of interlock-dev-${name}`, { value: 95, atMs: nowMs });
    const { integrations: found } = await jsonOf();
    expect(found.map(({ oldestSeconds }: { oldestSeconds: number }) => oldestSeconds)).toEqual([
      95,
      null,
      null,
      null,
    ]);
  });

  it('lets an age grow on behind a paused event source, and forgets an old one of a queue that is received from', async () => {
    fill('customer-created-to-wallet', 1);
    aws.metrics.set('WaitingAgeMs of customer-created-to-wallet', {
      value: 86_400_000,
      atMs: nowMs - 5 * 3_600_000,
    });
    expect((await jsonOf()).integrations[0].oldestSeconds).toBe(null);
    aws.mappings.set('interlock-dev-customer-created-to-wallet', 'Disabled');
    expect((await jsonOf()).integrations[0].oldestSeconds).toBe(29 * 3_600);
  });

  it('counts what waits in front of a single integration, and from when the destination goes on', async () => {
    parkWallet('HTTP 401', 'v1');
    fill('payment-requested-to-wallet', 1_000);
    const { destinations } = await jsonOf('customer-created-to-wallet');
    // A minute of ramp lets out 0.55 of what a minute does otherwise.
    expect(destinations[0].backlog).toEqual({
      waiting: 1_000,
      perSecond: 21.551,
      clearInSeconds: 74,
      isStopped: true,
    });
    const { stdout } = await run('status', '--env', 'dev');
    expect(stdout).toContain(
      'wallet: 1000 events wait until it goes on; clear 1 min 14 s after that at 21.6 a second\n',
    );
  });

  it('shows all the rest when CloudWatch does not answer', async () => {
    aws.refuse = (call) => (call === 'GetMetricData' ? 'AccessDeniedException' : undefined);
    fill('customer-created-to-wallet', 1);
    const { code, stdout, stderr } = await run('status', '--env', 'dev');
    expect([code, stderr]).toEqual([
      0,
      'how long events wait is not known: CloudWatch did not say (AccessDeniedException)\n',
    ]);
    expect(stdout).toMatch(/customer-created-to-wallet +yes +Enabled +1 +0 +0 +- +0 +0\n/);
  });
});

/** 130 integrations are 800 calls over HTTP: a busy machine takes a while for them. */
const manyMs = 40_000;

describe('status of many integrations', () => {
  const many = Array.from({ length: 130 }, (_, n) => {
    const [first] = shipped;
    if (first === undefined) throw new Error('there is no integration');
    return { ...first, name: `order-paid-to-${n}` };
  });
  beforeEach(() => {
    for (const { name } of many) {
      for (const end of ['', '-dead-letters', '-undelivered'])
        aws.queues.set(`interlock-dev-${name}${end}`, []);
      aws.mappings.set(`interlock-dev-${name}`, 'Enabled');
    }
  });
  const runMany = (...args: readonly string[]) =>
    interlock(['status', '--env', 'dev', ...args], {
      endpoint: aws.endpoint,
      context: { integrations: many },
    });

  it(
    'shows those of which there is something to tell, and the rest as one line',
    async () => {
      fill('order-paid-to-7', 2);
      aws.put('interlock-dev-order-paid-to-90-dead-letters', '{}');
      const { code, stdout } = await runMany();
      expect(code).toBe(3);
      expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual([
        'integration',
        'order-paid-to-7',
        'order-paid-to-90',
        '128',
        'order-paid-to-90',
        '',
      ]);
      expect(stdout).toContain('128 more run, and nothing waits (--all shows them)\n');
      expect(stdout).toContain(
        'order-paid-to-90 gave up on 1 event: npm run interlock -- dead-letters order-paid-to-90 --env dev\n',
      );
    },
    manyMs,
  );

  it(
    'shows all of them when asked, and asks Lambda and CloudWatch for all at once',
    async () => {
      expect((await runMany('--all')).stdout.split('\n')).toHaveLength(1 + 130 + 1);
      const of = (name: string) => aws.calls.filter((call) => call === name).length;
      // In pages of a hundred; the shipped integrations are in the account, too.
      expect([of('GetMetricData'), of('ListEventSourceMappings')]).toEqual([1, 2]);
    },
    manyMs,
  );

  it(
    'says all of them as JSON',
    async () => {
      const { integrations: found } = JSON.parse((await runMany('--json')).stdout);
      expect(found).toHaveLength(130);
      expect(found.every(({ eventSource }: { eventSource: string }) => eventSource === 'Enabled')).toBe(true);
    },
    manyMs,
  );
});
