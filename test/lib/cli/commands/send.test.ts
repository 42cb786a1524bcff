import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeAws, startFakeAws } from '../fake-aws.ts';
import { interlock } from '../interlock.ts';

let aws: FakeAws;
beforeEach(async () => {
  aws = await startFakeAws();
  for (const environment of ['local', 'prod']) {
    for (const name of ['wallet', 'gazette', 'helpdesk']) {
      aws.queues.set(`interlock-${environment}-customer-created-to-${name}`, []);
    }
  }
});
afterEach(() => aws.close());

const send = (args: readonly string[], stdin = '', context = {}) =>
  interlock(['send', ...args], { endpoint: aws.endpoint, stdin, context });

const event = (id: string, fields: object = {}) =>
  JSON.stringify({
    specversion: '1.0',
    id,
    source: 'urn:test',
    type: 'payment.requested',
    time: '2026-11-23T00:00:00Z',
    subject: '7',
    data: { paymentId: 'p', customerId: 7, amount: '1.00', currency: 'EUR', description: null },
    ...fields,
  });

describe('send', () => {
  it("publishes a type's example to the topic and prints its id", async () => {
    const { code, stdout, stderr } = await send(['customer.created']);
    expect([code, stdout, stderr]).toEqual([0, 'id-1\n', '1 event sent to interlock-local-events\n']);
    expect(aws.published).toHaveLength(1);
    expect(aws.published[0]?.topicArn).toBe('arn:aws:sns:us-east-1:000000000000:interlock-local-events');
    expect(JSON.parse(aws.published[0]?.message ?? '')).toMatchObject({
      specversion: '1.0',
      id: 'id-1',
      time: '2026-11-24T00:00:00.000Z',
      type: 'customer.created',
      subject: '48213',
      data: { customerId: 48213 },
    });
  });

  it('gives an event an id and a time where it has none, null included', async () => {
    expect((await send(['-'], event('x', { id: null, time: null }))).code).toBe(0);
    expect(JSON.parse(aws.published[0]?.message ?? '')).toMatchObject({
      id: 'id-1',
      time: '2026-11-24T00:00:00.000Z',
    });
  });

  it('sets fields, as JSON where it parses', async () => {
    await send([
      'customer.created',
      '--set',
      'data.customerId=42',
      '--set',
      'subject="42"',
      '--set',
      'data.company=Acme',
    ]);
    const { subject, data } = JSON.parse(aws.published[0]?.message ?? '');
    expect([subject, data.customerId, data.company]).toEqual(['42', 42, 'Acme']);
  });

  it('is about what its data names, so that logs --customer finds it', async () => {
    const sent = async (...set: readonly string[]) => {
      aws.published.length = 0;
      await send(['customer.created', ...set.flatMap((one) => ['--set', one])]);
      return JSON.parse(aws.published[0]?.message ?? '{}').subject;
    };
    expect(await sent('data.customerId=42')).toBe('42');
    expect(await sent('data.customerId=42', 'subject=another')).toBe('another');
  });

  it('says how a text of digits is written', async () => {
    const { code, stderr } = await send(['customer.created', '--set', 'data.email=429']);
    expect(code).toBe(1);
    expect(stderr).toContain(`(as a text: --set 'data.email="429"')`);
  });

  it('sets a number around the data as the text that it was written as', async () => {
    await send(['customer.created', '--set', 'subject=42', '--set', 'id=12345678901234567890']);
    const { subject, id } = JSON.parse(aws.published[0]?.message ?? '');
    expect([subject, id]).toEqual(['42', '12345678901234567890']);
  });

  it('gives each of several events an id of its own', async () => {
    const { stdout } = await send(['-', '--count', '3'], event('mine'));
    expect(stdout).toBe('id-1\nid-2\nid-3\n');
    expect(aws.published.map(({ message }) => JSON.parse(message).id).sort()).toEqual([
      'id-1',
      'id-2',
      'id-3',
    ]);
  });

  it('makes new events of those that were delivered, and says in prod what that does', async () => {
    const lines = `${event('a')}\n${event('b')}\n`;
    const { stdout } = await send(['-', '--fresh-ids'], lines);
    expect(stdout).toBe('id-1\nid-2\n');
    const { id: _, ...others } = JSON.parse(event('a'));
    expect(JSON.parse(aws.published[0]?.message ?? '')).toMatchObject(others);
    expect((await send(['-', '--fresh-ids', '--env', 'prod'], lines)).stderr).toContain(
      'By an id of its own each is a new event: what has no upsert at the third party happens a second time.',
    );
    expect((await send(['-', '--fresh-ids', '--set', 'id=c'], lines)).stderr).toContain(
      '--fresh-ids gives each event an id of its own: it does not go with --set id=…',
    );
  });

  it('publishes NDJSON line by line, each complete event byte for byte', async () => {
    const first = event('a').replace('{', '{ ');
    const { stdout } = await send(['-'], `${first}\n\n${event('b')}\n`);
    expect(stdout).toBe('a\nb\n');
    expect(aws.published.map(({ message }) => message).sort()).toEqual([first, event('b')].sort());
  });

  it('reads a file of one event over several lines', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'interlock-send-'));
    const file = join(folder, 'event.json');
    await writeFile(file, JSON.stringify(JSON.parse(event('pretty')), null, 2));
    expect((await send([file])).stdout).toBe('pretty\n');
    await rm(folder, { recursive: true });
  });

  it("puts an event straight into one integration's queue", async () => {
    const { code } = await send(['customer.created', '--integration', 'customer-created-to-gazette']);
    expect(code).toBe(0);
    expect(aws.published).toEqual([]);
    expect(aws.queues.get('interlock-local-customer-created-to-gazette')).toHaveLength(1);
  });

  it('refuses an event that does not fit its contract and names every problem', async () => {
    const { code, stderr } = await send([
      'customer.created',
      '--set',
      'data.customerId="x"',
      '--set',
      'data.email=1',
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/data\.customerId: /);
    expect(stderr).toMatch(/data\.email: /);
    expect(aws.calls).toEqual([]);
  });

  it('sends it all the same with --force, and says so', async () => {
    const { code, stderr } = await send(['customer.created', '--set', 'data.customerId="x"', '--force']);
    expect([code, aws.published.length]).toEqual([0, 1]);
    expect(stderr).toContain('warning: sent although it does not fit its contract');
  });

  it('sends anything unchanged with --raw', async () => {
    const { code, stdout } = await send(['-', '--raw'], '{"id":"cut off');
    expect([code, stdout, aws.published[0]?.message]).toEqual([0, 'sns-1\n', '{"id":"cut off']);
  });

  it('refuses JSON that reading would change', async () => {
    const { code, stderr } = await send(['-'], '{"id":"a","id":"b"}');
    expect([code, aws.calls]).toEqual([1, []]);
    expect(stderr).toContain('--raw sends it as it is');
  });

  it('warns of a type that no integration knows, with the nearest one', async () => {
    const { code, stderr } = await send(['-'], event('a', { type: 'payment.requestd' }));
    expect(code).toBe(0);
    expect(stderr).toContain(
      'no integration knows the type "payment.requestd" (did you mean "payment.requested"?)',
    );
  });

  it('prints one document with --json', async () => {
    const { stdout } = await send(['-', '--json'], event('a'));
    expect(JSON.parse(stdout)).toEqual({
      to: 'interlock-local-events',
      sent: [{ eventId: 'a', type: 'payment.requested', messageId: 'sns-1' }],
    });
  });

  it('prints what was sent before a failure, and fails', async () => {
    aws.refuse = (call) => (call === 'SendMessage' && aws.calls.length > 4 ? 'InternalFailure' : undefined);
    const to = ['--integration', 'customer-created-to-wallet', '--count', '30', '--json'];
    const { code, stdout, stderr } = await send(['customer.created', ...to]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).sent.length).toBeLessThan(10);
    expect(stderr).toMatch(/\d of 30 events sent/);
  });

  it('asks for the name of prod, and takes no other answer', async () => {
    const unasked = await send(['customer.created', '--env', 'prod']);
    expect([unasked.code, unasked.stderr.split('\n')[0]]).toEqual([
      2,
      'error: this would send 1 event in prod: pass --yes to confirm',
    ]);
    const wrong = await send(['customer.created', '--env', 'prod'], 'yes\n', { isTTY: true });
    expect([wrong.code, aws.published.length]).toEqual([1, 0]);
    const right = await send(['customer.created', '--env', 'prod'], 'prod\n', { isTTY: true });
    expect([right.code, aws.published.length]).toEqual([0, 1]);
    const said = await send(['customer.created', '--env', 'prod', '--yes']);
    expect([said.code, aws.published.length]).toEqual([0, 2]);
  });
});
