/** `doctor --env`: each thing that it looks at, well and in trouble. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shopIntegrations } from '../../../fixtures/shop/index.ts';
import { type FakeAws, startFakeAws } from '../fake-aws.ts';
import { interlock, nowMs } from '../interlock.ts';

const canary = 'sk_CANARY_0123456789';
const destinations = ['wallet', 'gazette', 'helpdesk'];
const names = [...shopIntegrations.map(({ name }) => name), 'contract-watch', 'supervisor'];
const alertsTopic = 'arn:aws:sns:us-east-1:000000000000:interlock-local-alerts';
const watchLog = '/interlock/local/contract-watch';

let aws: FakeAws;
let server: Server;
let status: number;
beforeEach(async () => {
  status = 200;
  server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  aws = await startFakeAws();
  for (const name of ['unrouted', 'unrouted-undelivered']) aws.queues.set(`interlock-local-${name}`, []);
  for (const name of names) {
    for (const ending of ['', '-dead-letters', '-undelivered'])
      aws.queues.set(`interlock-local-${name}${ending}`, []);
    aws.mappings.set(`interlock-local-${name}`, 'Enabled');
  }
  for (const name of destinations)
    aws.secrets.set(`interlock/local/${name}`, JSON.stringify({ apiKey: canary, baseUrl }));
  aws.subscriptions.set(alertsTopic, ['PendingConfirmation', `${alertsTopic}:1`]);
  checked('contract.checked', 'contract.unproven', 'contract.checked');
});
afterEach(async () => {
  await aws.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** What the daily look wrote of each destination. */
function checked(...messages: readonly string[]) {
  const lines = messages.map((message, at) => ({
    timestamp: nowMs - 3_600_000,
    message: JSON.stringify({ message, destination: destinations[at], breaking: 0 }),
  }));
  aws.logs.set(watchLog, lines);
}

const run = (...more: readonly string[]) =>
  interlock(['doctor', '--env', 'local', ...more], { endpoint: aws.endpoint });
const well = `secrets: ok: wallet takes its credentials
secrets: ok: gazette takes its credentials
secrets: ok: helpdesk takes its credentials
event sources: ok: all ${names.length} are enabled
alerts: ok: 1 confirmed subscription to interlock-local-alerts
contract looks: ok: wallet keeps its contract, asked at 2026-11-23T23:00:00.000Z
contract looks: ok: gazette has no recorded contract to compare with, only what a stand-in said, asked at 2026-11-23T23:00:00.000Z
contract looks: ok: helpdesk keeps its contract, asked at 2026-11-23T23:00:00.000Z
dead letters: ok: there are none
stack: ok: interlock-local is UPDATE_COMPLETE; nobody has looked for changes by hand: aws cloudformation detect-stack-drift --stack-name interlock-local
`;
/** The lines that are not as when all is well. */
const others = (stdout: string) => {
  const known = new Set(well.split('\n'));
  return stdout.split('\n').filter((line) => !known.has(line));
};

describe('doctor --env', () => {
  it('says, with exit 0, a line of each thing that is well', async () => {
    expect(await run()).toEqual({ code: 0, stdout: well, stderr: '' });
  });

  it('says the same as JSON', async () => {
    const { code, stdout } = await run('--json');
    const { environment, looked } = JSON.parse(stdout);
    expect([code, environment, looked.length]).toEqual([0, 'local', 10]);
    expect(looked[0]).toEqual({ check: 'secrets', state: 'ok', says: 'wallet takes its credentials' });
  });

  it('finds a secret that was never filled, and one that is refused, without a word of them', async () => {
    aws.secrets.set('interlock/local/gazette', `{"unset":"${canary}"}`);
    status = 401;
    const { code, stdout } = await run();
    expect(code).toBe(3);
    expect(others(stdout)).toEqual([
      expect.stringMatching(/^secrets: trouble: wallet refuses its credentials \(.*401.*\)$/),
      '  npm run interlock -- secret set wallet --env local',
      expect.stringMatching(/^secrets: trouble: the secret of gazette is not filled: apiKey: /),
      '  npm run interlock -- secret set gazette --env local',
      expect.stringMatching(/^secrets: trouble: helpdesk refuses its credentials /),
      '  npm run interlock -- secret set helpdesk --env local',
    ]);
    expect(stdout).not.toContain('CANARY');
  });

  it('finds an event source that is disabled or gone', async () => {
    aws.mappings.set('interlock-local-payment-requested-to-wallet', 'Disabled');
    aws.mappings.delete('interlock-local-supervisor');
    const { code, stdout } = await run();
    expect(code).toBe(3);
    expect(others(stdout)).toEqual([
      'event sources: trouble: the event source of payment-requested-to-wallet is Disabled',
      '  the supervisor enables it within five minutes, or says why not: npm run interlock -- status payment-requested-to-wallet --env local',
      'event sources: trouble: the event source of supervisor is missing',
      '  deploy again: npx cdk deploy interlock-local',
    ]);
  });

  it('leaves an event source alone whose destination is parked', async () => {
    aws.mappings.set('interlock-local-payment-requested-to-wallet', 'Disabled');
    aws.items.set('destination#wallet#account', {
      parkedAtMs: { N: `${nowMs - 1_000}` },
      parkedReason: { S: 'they move house' },
    });
    const { stdout } = await run();
    expect(stdout).toContain(`event sources: ok: all but those of wallet, which is parked, are enabled\n`);
  });

  it.each([
    [
      ['PendingConfirmation'],
      'nobody hears the alerts: 1 subscription, none of them confirmed',
      'follow the link in the message that SNS sent',
    ],
    [
      [],
      'nobody hears the alerts: there is no subscription',
      `subscribe whoever is on call to interlock-local-alerts: aws sns subscribe --topic-arn ${alertsTopic} --protocol email --notification-endpoint <address>`,
    ],
  ])('finds that alerts reach nobody: %j', async (subscriptions, says, todo) => {
    aws.subscriptions.set(alertsTopic, subscriptions);
    const { code, stdout } = await run();
    expect([code, others(stdout)]).toEqual([3, [`alerts: trouble: ${says}`, `  ${todo}`]]);
  });

  it('finds a third party that was not asked for a day, or not with success', async () => {
    checked('contract.unchecked', 'contract.unproven');
    const { code, stdout } = await run();
    expect(code).toBe(3);
    expect(others(stdout)).toEqual([
      'contract looks: trouble: wallet could not be compared with its contract, asked at 2026-11-23T23:00:00.000Z',
      '  npm run interlock -- drifts wallet --env local',
      'contract looks: trouble: helpdesk was not asked within 26 hours whether it keeps its contract',
      '  the first look comes within a day of a deployment; later, whether its function runs: npm run interlock -- wake --env local',
    ]);
  });

  it('finds what lies in queues that nobody receives from', async () => {
    aws.put('interlock-local-customer-created-to-wallet-dead-letters', '{}');
    aws.put('interlock-local-customer-created-to-gazette-undelivered', '{}');
    aws.put('interlock-local-unrouted', '{}');
    const { code, stdout } = await run();
    expect(code).toBe(3);
    expect(others(stdout)).toEqual([
      'dead letters: trouble: customer-created-to-wallet gave up on 1 event',
      '  npm run interlock -- dead-letters customer-created-to-wallet --env local',
      'dead letters: trouble: SNS could not hand 1 event to customer-created-to-gazette',
      '  docs/runbook.md, undelivered',
      'dead letters: trouble: 1 event of a type that no integration takes',
      '  they lie in interlock-local-unrouted: docs/runbook.md says what to do with them',
    ]);
  });

  it.each([
    [
      'UPDATE_COMPLETE',
      'IN_SYNC',
      0,
      'stack: ok: interlock-local is UPDATE_COMPLETE, and was as its template says when that was last looked at, at 2026-11-20T08:00:00.000Z',
    ],
    [
      'UPDATE_COMPLETE',
      'DRIFTED',
      3,
      'stack: trouble: interlock-local is UPDATE_COMPLETE, and somebody had changed it by hand when that was last looked at, at 2026-11-20T08:00:00.000Z',
    ],
    ['UPDATE_ROLLBACK_COMPLETE', 'IN_SYNC', 3, 'stack: trouble: interlock-local is UPDATE_ROLLBACK_COMPLETE'],
  ])('says what CloudFormation last knew: %s, %s', async (stackStatus, drift, expected, line) => {
    aws.stack = { status: stackStatus, drift };
    const { code, stdout } = await run();
    expect([code, others(stdout)[0]]).toEqual([expected, line]);
  });

  it.each([
    ['ListSubscriptionsByTopic', 'alerts'],
    ['DescribeStacks', 'stack'],
    ['FilterLogEvents', 'contract looks'],
    ['ListEventSourceMappings', 'event sources'],
  ])('says what %s kept it from looking at, and looks at the rest', async (denied, check) => {
    aws.refuse = (call) => (call === denied ? 'AccessDeniedException' : undefined);
    const { code, stdout } = await run();
    expect([code, others(stdout)]).toEqual([
      0,
      [
        `${check}: not looked at: AWS denies this to the credentials in use (AccessDeniedException): is it the account of local?`,
      ],
    ]);
  });

  it('says it of each secret by itself, and finds one that is not there', async () => {
    aws.refuse = (call) => (call === 'UpdateItem' ? 'AccessDeniedException' : undefined);
    aws.secrets.delete('interlock/local/gazette');
    const { code, stdout } = await run();
    expect([code, others(stdout)]).toEqual([
      3,
      [
        expect.stringMatching(
          /^secrets: not looked at: whether wallet takes its credentials \(AWS denies this /,
        ),
        'secrets: trouble: there is no secret interlock/local/gazette',
        '  deploy, and then: npm run interlock -- secret set gazette --env local',
        expect.stringMatching(
          /^secrets: not looked at: whether helpdesk takes its credentials \(AWS denies this /,
        ),
      ],
    ]);
  });

  it('fails, with exit 1, when it could look at nothing', async () => {
    const { code, stdout } = await interlock(['doctor', '--env', 'dev']);
    expect(code).toBe(1);
    expect(stdout.split('\n').filter((line) => line !== '' && !line.includes(': not looked at: '))).toEqual(
      [],
    );
  });
});
