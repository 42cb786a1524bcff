import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { environmentNames } from '../../../../lib/environments.ts';
import { type FakeAws, startFakeAws } from '../fake-aws.ts';
import { interlock } from '../interlock.ts';

const integrations = [
  'customer-created-to-stripe',
  'customer-created-to-hubspot',
  'customer-created-to-intercom',
  'payment-requested-to-stripe',
];

let aws: FakeAws;
beforeEach(async () => {
  aws = await startFakeAws();
  for (const environment of environmentNames) {
    for (const name of ['unrouted', 'unrouted-undelivered']) {
      aws.queues.set(`interlock-${environment}-${name}`, []);
    }
    for (const name of [...integrations, 'contract-watch', 'supervisor']) {
      aws.queues.set(`interlock-${environment}-${name}`, []);
      aws.queues.set(`interlock-${environment}-${name}-dead-letters`, []);
      aws.queues.set(`interlock-${environment}-${name}-undelivered`, []);
      aws.mappings.set(`interlock-${environment}-${name}`, 'Enabled');
    }
  }
});
afterEach(() => aws.close());

const run = (...args: readonly string[]) => interlock(args, { endpoint: aws.endpoint });
const asks = (environment: string) =>
  aws.queues.get(`interlock-${environment}-supervisor`)?.map(({ body }) => JSON.parse(body));
const parkStripe = (reason: string, refusedVersion?: string) =>
  aws.items.set('destination#stripe#account', {
    parkedAtMs: { N: `${Date.UTC(2026, 10, 24, 9, 30)}` },
    parkedReason: { S: reason },
    ...(refusedVersion === undefined ? {} : { refusedVersion: { S: refusedVersion } }),
  });

describe('park', () => {
  it('asks the supervisor, with a reason', async () => {
    const { code, stdout, stderr } = await run(
      'park',
      'stripe',
      '--env',
      'dev',
      '--reason',
      'they move house',
    );
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain('asked to park stripe');
    expect(asks('dev')).toEqual([{ ask: 'park', destination: 'stripe', reason: 'they move house' }]);
  });

  it('gives a reason where the operator gives none', async () => {
    const { stdout } = await run('park', 'stripe', '--env', 'dev', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ ask: 'park', destination: 'stripe' });
    expect(asks('dev')).toEqual([{ ask: 'park', destination: 'stripe', reason: 'an operator parked it' }]);
  });

  it('asks for nothing where it could not keep its word: a new secret would end it', async () => {
    parkStripe('HTTP 401', 'v1');
    const { code, stderr } = await run('park', 'stripe', '--env', 'dev');
    expect([code, asks('dev')]).toEqual([1, []]);
    expect(stderr).toContain(
      'stripe is parked since 2026-11-24T09:30:00.000Z: HTTP 401. It goes on by itself',
    );
  });

  it('says so when an operator has parked it already', async () => {
    parkStripe('they move house');
    const { code, stderr } = await run('park', 'stripe', '--env', 'dev');
    expect([code, stderr]).toEqual([0, 'stripe is parked since 2026-11-24T09:30:00.000Z: they move house\n']);
  });

  it('takes no reason that the supervisor would refuse', async () => {
    const { code, stderr } = await run('park', 'stripe', '--reason', 'x'.repeat(1_001));
    expect([code, aws.calls]).toEqual([2, []]);
    expect(stderr).toContain('--reason takes 1000 characters');
  });
});

describe('resume', () => {
  it('asks the supervisor', async () => {
    const { code, stdout, stderr } = await run('resume', 'hubspot', '--env', 'staging');
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain('asked to resume hubspot');
    expect(asks('staging')).toEqual([{ ask: 'resume', destination: 'hubspot' }]);
  });
});

it.each(['park', 'resume'])('%s needs --yes for prod where nobody can be asked', async (command) => {
  expect([(await run(command, 'stripe', '--env', 'prod')).code, asks('prod')]).toEqual([2, []]);
  expect((await run(command, 'stripe', '--env', 'prod', '--yes')).code).toBe(0);
  expect(asks('prod')).toMatchObject([{ ask: command, destination: 'stripe' }]);
});

describe('status', () => {
  it('shows, with exit 0, that everything runs and what waits', async () => {
    aws.put('interlock-dev-customer-created-to-stripe', '{}');
    aws.put('interlock-dev-customer-created-to-stripe', '{}');
    const [message] = aws.queues.get('interlock-dev-customer-created-to-stripe') ?? [];
    if (message !== undefined) message.visible = false;
    const { code, stdout } = await run('status', '--env', 'dev');
    expect(code).toBe(0);
    expect(
      stdout,
    ).toBe(`integration                   runs  event source  waiting  in flight  delayed  dead letters  undelivered
customer-created-to-stripe    yes   Enabled       1        1          0        0             0
customer-created-to-hubspot   yes   Enabled       0        0          0        0             0
customer-created-to-intercom  yes   Enabled       0        0          0        0             0
payment-requested-to-stripe   yes   Enabled       0        0          0        0             0
`);
  });

  it('shows, with exit 3, what is parked since when and why, once for each destination', async () => {
    parkStripe('HTTP 401\u001b[31m', 'v1');
    aws.mappings.set('interlock-dev-customer-created-to-stripe', 'Disabled');
    const { code, stdout } = await run('status', '--env', 'dev');
    expect(code).toBe(3);
    expect(stdout).toMatch(/customer-created-to-stripe +parked +Disabled/);
    expect(stdout).toMatch(/payment-requested-to-stripe +parked +Enabled/);
    expect(stdout.split('stripe is parked since 2026-11-24T09:30:00.000Z: HTTP 401\ufffd')).toHaveLength(2);
    expect(stdout).toContain('  npm run interlock -- secret set stripe --env dev\n');
  });

  it('says all of it as JSON, of one integration if asked', async () => {
    parkStripe('they move house');
    aws.mappings.delete('interlock-dev-customer-created-to-stripe');
    aws.put('interlock-dev-customer-created-to-stripe-dead-letters', '{}');
    aws.put('interlock-dev-customer-created-to-stripe-undelivered', '{}');
    aws.put('interlock-dev-customer-created-to-stripe-undelivered', '{}');
    const { code, stdout } = await run('status', 'customer-created-to-stripe', '--env', 'dev', '--json');
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toEqual({
      environment: 'dev',
      integrations: [
        {
          integration: 'customer-created-to-stripe',
          destination: 'stripe',
          eventSource: 'missing',
          queue: { visible: 0, inFlight: 0, delayed: 0 },
          deadLetters: 1,
          undelivered: 2,
          parked: {
            since: '2026-11-24T09:30:00.000Z',
            reason: 'they move house',
            goesOnWith: 'resume',
          },
        },
      ],
      unrouted: 0,
      unroutedUndelivered: 0,
      supervisorDeadLetters: 0,
      contractWatchDeadLetters: 0,
    });
  });

  it('shows, with exit 3, what SNS could not hand over', async () => {
    aws.put('interlock-dev-payment-requested-to-stripe-undelivered', '{}');
    const { code, stdout } = await run('status', '--env', 'dev');
    expect(code).toBe(3);
    expect(stdout).toMatch(/payment-requested-to-stripe .* 0 {2,}1\n$/);
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
