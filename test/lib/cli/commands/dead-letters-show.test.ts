import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sealExchange } from '../../../../functions/core/redact/sealed-exchange.ts';
import { exampleOf } from '../../../../lib/cli/send/outgoing.ts';
import { shopEvents } from '../../../fixtures/shop/index.ts';
import { type FakeAws, startFakeAws } from '../fake-aws.ts';
import { interlock } from '../interlock.ts';

const names = [
  'customer-created-to-wallet',
  'customer-created-to-gazette',
  'customer-created-to-helpdesk',
  'payment-requested-to-wallet',
];
const [name = ''] = names;

let aws: FakeAws;
beforeEach(async () => {
  aws = await startFakeAws();
  for (const one of names) aws.queues.set(`interlock-local-${one}-dead-letters`, []);
});
afterEach(() => aws.close());

const show = (...args: string[]) => interlock(['dead-letters', 'show', ...args], { endpoint: aws.endpoint });

const payment = JSON.stringify({
  specversion: '1.0',
  id: 'p-1',
  source: 'urn:test',
  type: 'payment.requested',
  subject: '42',
});
const diagnosis = {
  code: 'REQUEST_REJECTED',
  stage: 'attempt',
  attempts: 2,
  firstReceivedAt: '2026-11-23T00:00:00Z',
  failedAt: '2026-11-23T00:01:00Z',
  destination: 'wallet',
  statusCode: 200,
  thirdPartyCode: 'card_declined',
  requestId: 'req_1',
  fingerprint: '1f0c5a77b9d2',
  advice: 'card_declined, status 200 — mend the mapping',
};

/** Puts a letter of `body`, and a line of its attempt, with what was sent and answered under its own seal. */
function fail(body: string, { id, integration = name }: { id: string; integration?: string }) {
  aws.put(`interlock-local-${integration}-dead-letters`, body, diagnosis);
  const request = {
    method: 'POST',
    url: new URL('https://api.wallet.example/v1/customers?a=1'),
    headers: { authorization: 'Bearer sk_live_123', 'wallet-version': '1', 'content-length': '12' },
    body: "name=O'Hara\n$HOME",
  };
  const response = { statusCode: 200, headers: {}, body: '{"error":"card_declined"}', bodyTruncated: false };
  const sealed = sealExchange(request, response, body, (text) => text.replaceAll('sk_live_123', '«secret»'));
  const error = { code: 'REQUEST_REJECTED', thirdPartyCode: 'card_declined' };
  const line = {
    message: 'delivery.attempted',
    integration,
    eventId: id,
    attempt: 2,
    outcome: 'dead-lettered',
  };
  const timestamp = Date.parse(diagnosis.failedAt);
  aws.logs.set(`/interlock/local/${integration}`, [
    { timestamp, message: JSON.stringify({ ...line, error, sealed }) },
  ]);
}

describe('dead-letters show', () => {
  it('tells of one event why, what was sent and answered, how to send it by hand, and how it was mapped', async () => {
    fail(payment, { id: 'p-1' });
    const { code, stdout, stderr } = await show('p-1');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`customer-created-to-wallet  p-1  payment.requested  42
  why          REQUEST_REJECTED HTTP 200 card_declined
  fingerprint  1f0c5a77b9d2
  request id   req_1
  first        2026-11-23T00:00:00Z
  failed       2026-11-23T00:01:00Z
  tried        2 attempts
  card_declined, status 200 — mend the mapping

  2026-11-23T00:01:00.000Z  customer-created-to-wallet  p-1  #2  dead-lettered  REQUEST_REJECTED  card_declined
  > POST https://api.wallet.example/v1/customers?a=1
  > authorization: Bearer «secret»
  > wallet-version: 1
  > content-length: 12
  > 
  > name=O'Hara
  > $HOME
  < 200
  < 
  < {"error":"card_declined"}

  the last request again; it may be carried out:
  curl -X 'POST' 'https://api.wallet.example/v1/customers?a=1' -H 'authorization: Bearer '"$API_KEY" -H 'wallet-version: 1' --data-raw $'name=O\\'Hara\\n$HOME'

  INVALID_EVENT: time: is not set: optional in CloudEvents, required by Interlock as the moment at which it happened

  npm run interlock -- redrive customer-created-to-wallet --event p-1 --env local
`);
  });

  it('finds the event wherever it is dead, and shows where each field came from', async () => {
    const created = shopEvents.find(({ type }) => type === 'customer.created');
    const example = { ...(created && exampleOf(created)), time: '2026-11-23T00:00:00Z' };
    const body = JSON.stringify({ ...example, id: 'c-1', subject: '42' });
    fail(body, { id: 'c-1', integration: 'customer-created-to-gazette' });
    fail(body, { id: 'c-1', integration: 'customer-created-to-helpdesk' });
    const { deadLetters, event } = JSON.parse((await show('c-1', '--json')).stdout);
    expect(event).toBe('c-1');
    expect(deadLetters.map(({ integration }: { integration: string }) => integration)).toEqual([
      'customer-created-to-gazette',
      'customer-created-to-helpdesk',
    ]);
    expect(deadLetters[1]).toMatchObject({
      body,
      diagnosis,
      attempts: [{ exact: { response: { statusCode: 200 } } }],
    });
    expect(deadLetters[1].curl).toContain('"$API_KEY"');
    expect(deadLetters[1].mapping[0]).toHaveProperty('target');
    const only = await show('c-1', '--integration', 'customer-created-to-helpdesk');
    expect(only.stdout).toContain('  target ');
    expect(only.stdout).not.toContain('customer-created-to-gazette');
  });

  it('fails where there is no such letter', async () => {
    expect(await show('p-2')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'error: no dead letter of the event p-2\n',
    });
  });
});
