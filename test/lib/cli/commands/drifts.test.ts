import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shopIntegrations as integrations } from '../../../fixtures/shop/index.ts';
import { type FakeAws, startFakeAws } from '../fake-aws.ts';
import { interlock, nowMs } from '../interlock.ts';

let aws: FakeAws;
beforeEach(async () => {
  aws = await startFakeAws();
  for (const name of [...integrations.map((one) => one.name), 'contract-watch'])
    put(name, { message: 'other' });
});
afterEach(() => aws.close());

function put(name: string, line: object, timestamp = nowMs - 60_000): void {
  const group = `/interlock/prod/${name}`;
  aws.logs.set(group, [...(aws.logs.get(group) ?? []), { timestamp, message: JSON.stringify(line) }]);
}
const run = (...args: readonly string[]) =>
  interlock(['drifts', '--env', 'prod', ...args], { endpoint: aws.endpoint });

const drifted = {
  message: 'contract.drifted',
  destination: 'wallet',
  operation: 'create-customer',
  statusCode: 200,
  differences: [
    { kind: 'field-retyped', place: '$.created', was: 'integer', is: 'string' },
    { kind: 'field-gone', place: '$.name', was: 'string' },
  ],
};

describe('drifts', () => {
  it('says so when there are none', async () => {
    const { code, stdout, stderr } = await run();
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toBe('no drift found (responses are sampled)\n');
  });

  it('tells what deliveries and the daily look found, oldest first, and exits with 3', async () => {
    put('customer-created-to-wallet', drifted);
    put(
      'contract-watch',
      { message: 'contract.unchecked', destination: 'gazette', reason: 'it is parked' },
      nowMs - 90_000,
    );
    const { code, stdout } = await run();
    expect([code, stdout.split('\n')]).toEqual([
      3,
      [
        '2026-11-23T23:58:30.000Z  gazette  unchecked  it is parked',
        '2026-11-23T23:59:00.000Z  wallet  breaking  create-customer 200: $.created is string (was integer)',
        '2026-11-23T23:59:00.000Z  wallet  breaking  create-customer 200: $.name is gone (was string)',
        '',
      ],
    ]);
  });

  it('is content with what only adds to a contract', async () => {
    put('contract-watch', {
      ...drifted,
      message: 'contract.grew',
      differences: [{ kind: 'field-new', place: '$.x', is: 'null' }],
    });
    const { code, stdout } = await run('wallet');
    expect([code, stdout]).toEqual([
      0,
      '2026-11-23T23:59:00.000Z  wallet  additive  create-customer 200: $.x is new: null\n',
    ]);
  });

  it('tells of one destination, and of the time that was asked for', async () => {
    put('customer-created-to-wallet', drifted);
    expect((await run('gazette')).stdout).toBe('');
    expect((await run('--since', '30s')).stdout).toBe('');
    expect((await run('--since', '2m')).code).toBe(3);
  });

  it('shows a program the lines as they are', async () => {
    put('customer-created-to-wallet', drifted);
    expect(JSON.parse((await run('--json')).stdout)).toEqual(drifted);
  });

  it('does not know a destination that nobody uses', async () => {
    const { code, stderr } = await run('walle');
    expect([code, stderr.split('\n')[0]]).toEqual([
      2,
      'error: there is no destination "walle" (did you mean "wallet"?): wallet, gazette, helpdesk',
    ]);
  });
});
