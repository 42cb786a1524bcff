import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sealExchange } from '../../../../functions/core/redact/sealed-exchange.ts';
import { createClients } from '../../../../lib/cli/clients.ts';
import { type FakeAws, startFakeAws } from '../fake-aws.ts';
import { interlock } from '../interlock.ts';

const name = 'customer-created-to-wallet';
const source = `interlock-local-${name}`;
const dead = `${source}-dead-letters`;

let aws: FakeAws;
beforeEach(async () => {
  aws = await startFakeAws();
  for (const queue of [source, dead, `${source}-undelivered`]) aws.queues.set(queue, []);
});
afterEach(() => aws.close());

const run = (args: readonly string[], context = {}) => interlock(args, { endpoint: aws.endpoint, context });
const bodies = (queue: string) => (aws.queues.get(queue) ?? []).map(({ body }) => body);
const event = (id: string) => `{"id":"${id}", "source":"urn:test","type":"customer.created","subject":"42"}`;
const diagnosis = {
  code: 'REQUEST_REJECTED',
  stage: 'attempt',
  attempts: 1,
  firstReceivedAt: '2026-11-23T00:00:00Z',
  failedAt: '2026-11-23T00:01:00Z',
  destination: 'wallet',
  statusCode: 400,
  requestId: 'req_1',
  fingerprint: 'abc',
  advice: 'mend the mapping',
};

describe('dead-letters', () => {
  it('says none, with exit 0, where there are none', async () => {
    expect(await run(['dead-letters', name])).toEqual({ code: 0, stdout: `${name}: none\n`, stderr: '' });
  });

  it('lists each event once with its diagnosis, and leaves everything visible', async () => {
    for (let n = 0; n < 12; n += 1) aws.put(dead, event(`e-${n}`), diagnosis);
    aws.put(dead, event('e-0'), diagnosis);
    const { code, stdout } = await run(['dead-letters', name, '--json']);
    expect(code).toBe(3);
    const [found] = JSON.parse(stdout).integrations;
    expect(found).toMatchObject({ integration: name, counts: { REQUEST_REJECTED: 12 }, undelivered: 0 });
    expect(found.deadLetters[0]).toEqual({
      eventId: 'e-0',
      source: 'urn:test',
      type: 'customer.created',
      subject: '42',
      diagnosis,
      receiveCount: 1,
      copies: 2,
    });
    expect(aws.queues.get(dead)?.filter(({ visible }) => visible)).toHaveLength(13);
  });

  it('shows those that failed alike in one line: how many, from when to when, one of them, and what to do', async () => {
    const at = (failedAt: string) => ({ ...diagnosis, failedAt });
    aws.put(dead, event('second'), at('2026-11-23T02:00:00Z'));
    aws.put(dead, event('third'), at('2026-11-23T03:00:00Z'));
    aws.put(dead, event('first'), at('2026-11-23T01:00:00Z'));
    const said = { code: 'REQUEST_REJECTED', statusCode: 200, thirdPartyCode: 'channel_not_found' };
    aws.put(dead, event('other'), { ...diagnosis, ...said, fingerprint: 'def', advice: 'join it' });
    aws.put(dead, event('crashed'));
    const { code, stdout, stderr } = await run(['dead-letters', name]);
    expect([code, stderr]).toEqual([3, '']);
    expect(stdout).toBe(`${name}: 4 REQUEST_REJECTED, 1 NO_DIAGNOSIS
  abc  3 × REQUEST_REJECTED  HTTP 400                    2026-11-23T01:00:00Z to 2026-11-23T03:00:00Z  like third
    mend the mapping
  def  1 × REQUEST_REJECTED  HTTP 200 channel_not_found  2026-11-23T00:01:00Z                          like other
    join it
  -    1 × NO_DIAGNOSIS                                                                                like crashed
    NO_DIAGNOSIS: SQS moved these itself, after so many receives without an answer: look for crashes and timeouts in the logs.
`);
    const { integrations } = JSON.parse((await run(['dead-letters', name, '--json'])).stdout);
    expect(integrations[0].deadLetters).toHaveLength(5);
    expect(integrations[0].groups[0]).toEqual({
      fingerprint: 'abc',
      code: 'REQUEST_REJECTED',
      count: 3,
      first: '2026-11-23T01:00:00Z',
      last: '2026-11-23T03:00:00Z',
      event: 'third',
      statusCode: 400,
      advice: 'mend the mapping',
    });
  });

  it('names in a group nobody whom an id gives away', async () => {
    const data = { email: 'ada@example.com' };
    aws.put(dead, JSON.stringify({ ...JSON.parse(event('ada@example.com')), data }), diagnosis);
    const { stdout } = await run(['dead-letters', name]);
    expect(stdout).toContain('like «15 characters»\n');
    expect(stdout).not.toContain('ada@example.com');
  });

  it('leads from a dead letter to the exact request and response in one command', async () => {
    const text = event('a');
    const request = { method: 'POST', url: new URL('https://x.example/a'), headers: {}, body: 'sent' };
    const response = { statusCode: 400, headers: {}, body: 'no Ada', bodyTruncated: false };
    const line = { message: 'delivery.attempted', integration: name, eventId: 'a', outcome: 'dead-lettered' };
    const sealed = sealExchange(request, response, text, (one) => one);
    const timestamp = Date.parse(diagnosis.failedAt);
    aws.logs.set(`/interlock/local/${name}`, [
      { timestamp, message: JSON.stringify({ ...line, sealed }) },
      { timestamp, message: JSON.stringify({ ...line, eventId: 'b', sealed }) },
    ]);
    aws.put(dead, text, diagnosis);
    aws.put(dead, event('c'), diagnosis);
    const { stdout } = await run(['dead-letters', name, '--event', 'a', '--exact']);
    expect(stdout).toContain('  > POST https://x.example/a\n  > \n  > sent\n  < 400\n  < \n  < no Ada\n');
    expect(stdout).not.toContain(' c ');
    const document = JSON.parse((await run(['dead-letters', name, '--exact', '--json'])).stdout);
    const [a, c] = document.integrations[0].deadLetters;
    expect(a.attempts).toMatchObject([{ exact: { request: { body: 'sent' }, response } }]);
    expect(c.attempts).toEqual([]);
    expect((await run(['dead-letters', name, '--event', 'c', '--exact'])).stdout).toContain(
      '(the log has no line of it any more)',
    );
  });

  it('tells a subject that gives somebody away by its length, unless it is to be exact', async () => {
    const data = { email: 'ada@example.com' };
    const body = JSON.stringify({ ...JSON.parse(event('a')), subject: 'ada@example.com', data });
    aws.put(dead, body, diagnosis);
    expect((await run(['dead-letters', name, '--each'])).stdout).toContain('  «15 characters»  ');
    expect((await run(['dead-letters', name, '--exact'])).stdout).toContain('  ada@example.com  ');
  });

  it("shows the third party's own code beside its status", async () => {
    aws.put(dead, event('a'), { ...diagnosis, thirdPartyCode: 'email_invalid' });
    expect((await run(['dead-letters', name, '--each'])).stdout).toMatch(/ HTTP 400 email_invalid +req_1\n/);
  });

  it('shows what SQS moved itself as such, and a body that is no event', async () => {
    aws.put(dead, event('crashed'));
    aws.put(dead, 'not\u001b[31m JSON', diagnosis);
    const { stdout } = await run(['dead-letters', name, '--each']);
    expect(stdout).toMatch(/crashed .* NO_DIAGNOSIS +1 receives/);
    expect(stdout).toContain('SQS moved these itself');
    expect(stdout).toContain('(unreadable)');
  });

  it('takes an attribute that is no diagnosis for none', async () => {
    aws.put(dead, event('a'), { code: 7 });
    expect((await run(['dead-letters', name])).stdout).toContain('NO_DIAGNOSIS');
  });

  it('counts, for all integrations, what no queue could take', async () => {
    for (const queue of [
      'customer-created-to-gazette',
      'customer-created-to-helpdesk',
      'payment-requested-to-wallet',
    ]) {
      aws.queues.set(`interlock-local-${queue}-dead-letters`, []);
      aws.queues.set(`interlock-local-${queue}-undelivered`, []);
    }
    aws.put('interlock-local-unrouted', event('lost'));
    aws.put(`${source}-undelivered`, event('late'));
    const { code, stdout } = await run(['dead-letters']);
    expect(code).toBe(3);
    expect(stdout).toContain('1 event undelivered by SNS');
    expect(stdout).toContain('1 event of a type that no integration knows: interlock-local-unrouted');
  });

  it('reads no more than it was told, and says so', async () => {
    for (let n = 0; n < 30; n += 1) aws.put(dead, event(`e-${n}`), diagnosis);
    const { stdout, stderr } = await run(['dead-letters', name, '--max', '10', '--json']);
    expect(JSON.parse(stdout).integrations[0].deadLetters).toHaveLength(10);
    expect(stderr).toBe(`${name}: the first 10 only (--max)\n`);
  });

  it('says that the stack is missing when its queues are', async () => {
    aws.queues.clear();
    const { code, stderr } = await run(['dead-letters', name]);
    expect(code).toBe(1);
    expect(stderr).toContain('interlock-local lacks what this needs (QueueDoesNotExist)');
  });
});

describe('redrive', () => {
  it('sends the untouched body back with its diagnosis, and removes it after', async () => {
    aws.put(dead, event('a'), diagnosis);
    const { code, stdout, stderr } = await run(['redrive', name, '--all']);
    expect([code, stdout, stderr]).toEqual([0, 'a\n', `1 message went back to ${name}\n`]);
    expect([bodies(source), bodies(dead)]).toEqual([[event('a')], []]);
    expect(aws.queues.get(source)?.[0]?.attributes?.diagnosis?.StringValue).toBe(JSON.stringify(diagnosis));
    const calls = aws.calls.filter((call) => call === 'SendMessage' || call === 'DeleteMessage');
    expect(calls).toEqual(['SendMessage', 'DeleteMessage']);
  });

  it('leaves out of all those of which nobody knows whether it happened, until one is named', async () => {
    aws.put(dead, event('known'), diagnosis);
    aws.put(dead, event('unknown'), { ...diagnosis, code: 'OUTCOME_UNKNOWN' });
    const { code, stdout, stderr } = await run(['redrive', name, '--all']);
    expect([code, stdout]).toEqual([0, 'known\n']);
    expect(stderr).toContain(
      'left, for nobody knows whether it happened: unknown (look at the third party, then',
    );
    expect(aws.queues.get(dead)?.map(({ visible }) => visible)).toEqual([true]);
    expect(JSON.parse((await run(['redrive', name, '--all', '--json'])).stdout)).toMatchObject({
      redriven: 0,
      unknown: ['unknown'],
    });
    expect((await run(['redrive', name, '--event', 'unknown'])).stdout).toBe('unknown\n');
  });

  it('sends back only the events asked for, and puts the others back', async () => {
    for (const id of ['a', 'b', 'c']) aws.put(dead, event(id), diagnosis);
    const { code } = await run(['redrive', name, '--event', 'a', 'c']);
    expect([code, bodies(source), bodies(dead)]).toEqual([0, [event('a'), event('c')], [event('b')]]);
    expect(aws.queues.get(dead)?.[0]?.visible).toBe(true);
  });

  it.each(['dead-letters', 'redrive'])(
    'hides for five minutes what %s reads, so that a long queue is read to its end before the first comes again',
    async (command) => {
      for (const id of ['a', 'b']) aws.put(dead, event(id), diagnosis);
      await run([command, name, ...(command === 'redrive' ? ['--all', '--dry-run'] : [])]);
      expect(aws.queues.get(dead)?.map(({ hiddenForSeconds }) => hiddenForSeconds)).toEqual([300, 300]);
      expect(aws.queues.get(dead)?.map(({ visible }) => visible)).toEqual([true, true]);
    },
  );

  it('fails when an event is not there', async () => {
    aws.put(dead, event('a'), diagnosis);
    const { code, stderr } = await run(['redrive', name, '--event', 'x']);
    expect([code, bodies(dead)]).toEqual([1, [event('a')]]);
    expect(stderr).toContain('not found: x');
  });

  it('changes nothing in a dry run, not even in prod unasked', async () => {
    const prod = dead.replace('local', 'prod');
    aws.put(prod, event('a'), diagnosis);
    aws.queues.set(source.replace('local', 'prod'), []);
    const { code, stdout } = await run(['redrive', name, '--all', '--dry-run', '--env', 'prod', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      integration: name,
      dryRun: true,
      redriven: 1,
      left: 0,
      held: 0,
      notRemoved: 0,
      eventIds: ['a'],
      unknown: [],
    });
    expect(bodies(prod)).toEqual([event('a')]);
    expect(aws.calls).not.toContain('SendMessage');
    expect((await run(['redrive', name, '--all', '--env', 'prod'])).code).toBe(2);
  });

  it('ends although every event fails again at once', async () => {
    aws.put(dead, event('a'), diagnosis);
    aws.refuse = (call) => {
      if (call === 'DeleteMessage') aws.put(dead, event('a'), diagnosis);
      return undefined;
    };
    const { code, stderr } = await run(['redrive', name, '--all']);
    expect(code).toBe(0);
    expect(stderr).toContain(
      `1 message stayed: of an event that went back in this run, and failed again or lay here twice (dead-letters ${name})`,
    );
    expect(bodies(source)).toEqual([event('a')]);
    expect(bodies(dead)).toEqual([event('a')]);
  });

  it('keeps the dead letter when it cannot be sent', async () => {
    aws.put(dead, event('a'), diagnosis);
    aws.refuse = (call) => (call === 'SendMessage' ? 'InternalFailure' : undefined);
    const { code, stdout } = await run(['redrive', name, '--all']);
    expect([code, stdout, bodies(dead)]).toEqual([1, '', [event('a')]]);
    expect(aws.calls).not.toContain('DeleteMessage');
    expect(aws.queues.get(dead)?.[0]?.visible).toBe(true);
  });

  it('only warns when what went back cannot be removed', async () => {
    aws.put(dead, event('a'), diagnosis);
    aws.refuse = (call) => (call === 'DeleteMessage' ? 'InternalFailure' : undefined);
    const { code, stderr } = await run(['redrive', name, '--all']);
    expect([code, bodies(source)]).toEqual([0, [event('a')]]);
    expect(stderr).toContain('warning: a was sent back, but not deleted here');
  });

  it('takes what SNS could not hand over', async () => {
    aws.put(`${source}-undelivered`, event('a'));
    await run(['redrive', name, '--all', '--undelivered']);
    expect([bodies(source), bodies(`${source}-undelivered`)]).toEqual([[event('a')], []]);
  });

  it('stops when it is asked to end, and puts back what it holds', async () => {
    aws.put(dead, event('a'), diagnosis);
    const clients = async () => createClients('local', { AWS_ENDPOINT_URL: aws.endpoint });
    const { code } = await run(['redrive', name, '--all'], { signal: AbortSignal.abort(), clients });
    expect([code, bodies(dead), aws.queues.get(dead)?.[0]?.visible]).toEqual([1, [event('a')], true]);
  });
});
