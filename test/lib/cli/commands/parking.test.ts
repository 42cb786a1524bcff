import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { environmentNames } from '../../../../lib/environments.ts';
import { type FakeAws, startFakeAws } from '../fake-aws.ts';
import { interlock } from '../interlock.ts';

const integrations = [
  'customer-created-to-wallet',
  'customer-created-to-gazette',
  'customer-created-to-helpdesk',
  'payment-requested-to-wallet',
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
const parkWallet = (reason: string, refusedVersion?: string) =>
  aws.items.set('destination#wallet#account', {
    parkedAtMs: { N: `${Date.UTC(2026, 10, 24, 9, 30)}` },
    parkedReason: { S: reason },
    ...(refusedVersion === undefined ? {} : { refusedVersion: { S: refusedVersion } }),
  });

describe('park', () => {
  it('asks the supervisor, with a reason', async () => {
    const { code, stdout, stderr } = await run(
      'park',
      'wallet',
      '--env',
      'dev',
      '--reason',
      'they move house',
    );
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain('asked to park wallet');
    expect(asks('dev')).toEqual([{ ask: 'park', destination: 'wallet', reason: 'they move house' }]);
  });

  it('gives a reason where the operator gives none', async () => {
    const { stdout } = await run('park', 'wallet', '--env', 'dev', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ ask: 'park', destination: 'wallet' });
    expect(asks('dev')).toEqual([{ ask: 'park', destination: 'wallet', reason: 'an operator parked it' }]);
  });

  it('asks for nothing where it could not keep its word: a new secret would end it', async () => {
    parkWallet('HTTP 401', 'v1');
    const { code, stderr } = await run('park', 'wallet', '--env', 'dev');
    expect([code, asks('dev')]).toEqual([1, []]);
    expect(stderr).toContain(
      'wallet is parked since 2026-11-24T09:30:00.000Z: HTTP 401. It goes on by itself',
    );
  });

  it('says so when an operator has parked it already', async () => {
    parkWallet('they move house');
    const { code, stderr } = await run('park', 'wallet', '--env', 'dev');
    expect([code, stderr]).toEqual([0, 'wallet is parked since 2026-11-24T09:30:00.000Z: they move house\n']);
  });

  it('takes no reason that the supervisor would refuse', async () => {
    const { code, stderr } = await run('park', 'wallet', '--reason', 'x'.repeat(1_001));
    expect([code, aws.calls]).toEqual([2, []]);
    expect(stderr).toContain('--reason takes 1000 characters');
  });
});

describe('resume', () => {
  it('asks the supervisor', async () => {
    const { code, stdout, stderr } = await run('resume', 'gazette', '--env', 'staging');
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain('asked to resume gazette');
    expect(asks('staging')).toEqual([{ ask: 'resume', destination: 'gazette' }]);
  });
});

it.each(['park', 'resume'])('%s needs --yes for prod where nobody can be asked', async (command) => {
  expect([(await run(command, 'wallet', '--env', 'prod')).code, asks('prod')]).toEqual([2, []]);
  expect((await run(command, 'wallet', '--env', 'prod', '--yes')).code).toBe(0);
  expect(asks('prod')).toMatchObject([{ ask: command, destination: 'wallet' }]);
});
