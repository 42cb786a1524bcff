import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shopIntegrations as all } from '../../fixtures/shop/index.ts';
import { type FakeAws, startFakeAws } from './fake-aws.ts';
import { interlock, nowMs } from './interlock.ts';

const integrations = ['wallet', 'gazette', 'helpdesk'].map((name) => `customer-created-to-${name}`);

let aws: FakeAws;
beforeEach(async () => {
  aws = await startFakeAws();
  for (const name of integrations) {
    for (const environment of ['local', 'prod']) aws.queues.set(`interlock-${environment}-${name}`, []);
  }
});
afterEach(() => aws.close());

/** The functions write `lines` one by one, each while the command sleeps. */
const send = async (args: readonly string[], lines: readonly (() => void)[] = [], context = {}) => {
  const waiting = [...lines];
  let sleeps = 0;
  const sleep = async () => {
    sleeps += 1;
    waiting.shift()?.();
  };
  const ran = await interlock(['send', 'customer.created', ...args], {
    endpoint: aws.endpoint,
    context: { sleep, ...context },
  });
  return { ...ran, sleeps };
};

const tell =
  (integration: string, outcome: string, eventId = 'id-1') =>
  () => {
    const group = `/interlock/local/${integration}`;
    const message = JSON.stringify({ message: 'delivery.attempted', integration, eventId, outcome });
    aws.logs.set(group, [...(aws.logs.get(group) ?? []), { timestamp: nowMs, message }]);
  };

describe('send --wait', () => {
  it('ends when every integration of the type has delivered, and says so one by one', async () => {
    const lines = [
      tell('customer-created-to-gazette', 'delivered'),
      tell('customer-created-to-wallet', 'delivered'),
      tell('customer-created-to-helpdesk', 'duplicate'),
    ];
    const { code, stdout, sleeps } = await send(['--wait'], lines);
    expect([code, sleeps, stdout]).toEqual([
      0,
      3,
      'id-1\n' +
        'delivered  customer-created-to-gazette  id-1\n' +
        'delivered  customer-created-to-wallet  id-1\n' +
        'duplicate  customer-created-to-helpdesk  id-1\n',
    ]);
  });

  it('waits on while one is tried again', async () => {
    for (const name of integrations.slice(1)) tell(name, 'delivered')();
    const wallet = 'customer-created-to-wallet';
    const { code, stdout } = await send(['--wait'], [tell(wallet, 'retry'), tell(wallet, 'delivered')]);
    expect(code).toBe(0);
    expect(stdout).toContain(`delivered  ${wallet}  id-1\n`);
    expect(stdout).not.toContain('retry');
  });

  it.each(['dead-lettered', 'parked'])('ends with 3 when one is %s', async (outcome) => {
    const lines = integrations.map((name, at) => tell(name, at === 0 ? outcome : 'delivered'));
    const { code, stdout, sleeps } = await send(['--wait'], lines);
    expect([code, sleeps]).toEqual([3, 3]);
    expect(stdout).toContain(`${outcome}  customer-created-to-wallet  id-1\n`);
  });

  it('ends with 3 when the time is over, and says what was last heard of each', async () => {
    const lines = [
      tell('customer-created-to-wallet', 'delivered'),
      tell('customer-created-to-gazette', 'retry'),
    ];
    const { code, stdout, sleeps } = await send(['--wait', '--timeout', '10s'], lines);
    expect([code, sleeps, stdout]).toEqual([
      3,
      5,
      'id-1\n' +
        'delivered  customer-created-to-wallet  id-1\n' +
        'retry  customer-created-to-gazette  id-1\n' +
        'nothing yet  customer-created-to-helpdesk  id-1\n',
    ]);
  });

  it('is not satisfied by another event', async () => {
    const lines = integrations.map((name) => tell(name, 'delivered', 'id-2'));
    expect((await send(['--wait', '--timeout', '10s'], lines)).code).toBe(3);
  });

  it('waits for one integration only when the event goes to one', async () => {
    const wallet = 'customer-created-to-wallet';
    const { code } = await send(['--wait', '--integration', wallet], [tell(wallet, 'delivered')]);
    expect(code).toBe(0);
  });

  it('waits for none that is retiring: it gets no event', async () => {
    const [first, ...others] = all;
    if (first === undefined) throw new Error('there is no integration');
    const lines = integrations.map((name) => tell(name, 'delivered')).slice(1);
    const { code, stdout } = await send(['--wait'], lines, {
      integrations: [...others, { ...first, retiring: true }],
    });
    expect([code, stdout.includes(first.name)]).toEqual([0, false]);
  });

  it('prints one JSON document, with the outcomes', async () => {
    const wallet = 'customer-created-to-wallet';
    const args = ['--wait', '--json', '--integration', wallet];
    const { stdout } = await send(args, [tell(wallet, 'delivered')]);
    expect(JSON.parse(stdout)).toMatchObject({
      to: 'interlock-local-customer-created-to-wallet',
      sent: [{ eventId: 'id-1', type: 'customer.created' }],
      outcomes: [{ eventId: 'id-1', integration: wallet, outcome: 'delivered' }],
    });
  });

  it('has nothing to wait for when nobody takes the type', async () => {
    const args = ['--wait', '--set', 'type=customer.vanished', '--force'];
    const { code, stderr } = await send(args);
    expect(code).toBe(1);
    expect(stderr).toContain('error: no integration takes what was sent: there is nothing to wait for');
  });

  it.each([
    [['--raw', '--wait'], '--raw sends the bytes unchanged and unchecked: it does not go with --wait'],
    [['--timeout', '1m'], '--timeout says how long --wait waits'],
    [['--wait', '--timeout', 'soon'], '--timeout takes a duration like 90s, 15m, 2h or 1d, got "soon"'],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await send(args);
    expect([code, stderr.split('\n')[0]]).toEqual([2, `error: ${message}`]);
    expect(aws.published).toEqual([]);
  });
});
