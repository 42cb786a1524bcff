import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FakeAws, startFakeAws } from '../fake-aws.ts';
import { interlock } from '../interlock.ts';

const name = 'payment-requested-to-wallet';
const queues = (environment: string) => {
  const source = `interlock-${environment}-${name}`;
  return { source, dead: `${source}-dead-letters`, undelivered: `${source}-undelivered` };
};
const { source, dead, undelivered } = queues('local');
const prod = queues('prod');

let aws: FakeAws;
beforeEach(async () => {
  aws = await startFakeAws();
  for (const queue of [source, dead, undelivered, ...Object.values(prod)]) aws.queues.set(queue, []);
});
afterEach(() => aws.close());

const redrive = (args: readonly string[], stdin = '', isTTY = false) =>
  interlock(['redrive', name, ...args], { endpoint: aws.endpoint, stdin, context: { isTTY } });
const bodies = (queue: string) => (aws.queues.get(queue) ?? []).map(({ body }) => body);
const event = (id: string) => `{"id":"${id}","source":"urn:test","type":"payment.requested","subject":"1"}`;
const put = (id: string, code: string, queue = dead) =>
  aws.put(queue, event(id), { code, advice: 'look', failedAt: '2026-11-23T00:00:00Z' });

const left = (...ids: string[]) =>
  `${ids.length === 1 ? '1 event' : `${ids.length} events`} left, for nobody knows whether it happened: ${ids.join(' ')} (look at the third party, then name with --event or --code OUTCOME_UNKNOWN what did not)\n`;

it('--all leaves out what nobody knows whether it happened, says how many, and leaves them out again', async () => {
  put('refused', 'REQUEST_REJECTED');
  put('unknown-1', 'OUTCOME_UNKNOWN');
  put('expired', 'EXPIRED');
  put('unknown-2', 'OUTCOME_UNKNOWN');
  // Another copy of the same letter.
  put('unknown-2', 'OUTCOME_UNKNOWN');
  const first = await redrive(['--all']);
  expect(first).toEqual({
    code: 0,
    stdout: 'refused\nexpired\n',
    stderr: `2 messages went back to ${name}\n${left('unknown-1', 'unknown-2')}`,
  });
  const second = await redrive(['--all']);
  expect(second).toEqual({
    code: 0,
    stdout: '',
    stderr: `0 messages went back to ${name}\n${left('unknown-1', 'unknown-2')}`,
  });
  expect(bodies(source)).toEqual([event('refused'), event('expired')]);
  expect(bodies(dead)).toEqual([event('unknown-1'), event('unknown-2'), event('unknown-2')]);
  expect(aws.queues.get(dead)?.every(({ visible }) => visible)).toBe(true);
});

it('--all leaves out what became unknown by this very redrive', async () => {
  put('a', 'RETRIES_EXHAUSTED');
  aws.refuse = (call) => {
    // Its key is too old: the function says so at once.
    if (call === 'DeleteMessage') put('a', 'OUTCOME_UNKNOWN');
    return undefined;
  };
  const { stderr } = await redrive(['--all']);
  expect(stderr).toBe(`1 message went back to ${name}\n${left('a')}`);
  expect([bodies(source), bodies(dead)]).toEqual([[event('a')], [event('a')]]);
});

it('--all takes along what SQS moved itself', async () => {
  aws.put(dead, event('crashed'));
  await redrive(['--all']);
  expect([bodies(source), bodies(dead)]).toEqual([[event('crashed')], []]);
});

it('--code sends back what has this code, and nothing else', async () => {
  put('refused', 'REQUEST_REJECTED');
  put('unknown', 'OUTCOME_UNKNOWN');
  put('expired', 'EXPIRED');
  aws.put(dead, event('crashed'));
  expect((await redrive(['--code', 'EXPIRED', '--code', 'NO_DIAGNOSIS'])).stdout).toBe('expired\ncrashed\n');
  expect(bodies(dead)).toEqual([event('refused'), event('unknown')]);
  const { code, stdout } = await redrive(['--code', 'OUTCOME_UNKNOWN', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ redriven: 1, unknown: [], eventIds: ['unknown'] });
  expect(bodies(dead)).toEqual([event('refused')]);
});

it('takes the ids of events behind the integration, as it says that it does', async () => {
  const byFlag = await interlock(['redrive', name, '--event', 'none', '--dry-run'], {
    endpoint: aws.endpoint,
  });
  const behind = await interlock(['redrive', name, 'none', '--dry-run'], { endpoint: aws.endpoint });
  expect(behind).toEqual(byFlag);
});

it('--event sends back what nobody knows whether it happened', async () => {
  put('unknown', 'OUTCOME_UNKNOWN');
  await redrive(['--event', 'unknown']);
  expect([bodies(source), bodies(dead)]).toEqual([[event('unknown')], []]);
});

it('says in JSON, and before it does anything, how many it would leave out', async () => {
  put('a', 'EXPIRED');
  put('b', 'OUTCOME_UNKNOWN');
  const { stdout } = await redrive(['--all', '--dry-run', '--json']);
  expect(JSON.parse(stdout)).toEqual({
    integration: name,
    dryRun: true,
    redriven: 1,
    left: 0,
    held: 0,
    notRemoved: 0,
    eventIds: ['a'],
    unknown: ['b'],
  });
  expect(bodies(dead)).toEqual([event('a'), event('b')]);
});

const goOn = "Type the environment's name to go on: ";

it.each([
  [
    ['--all'],
    `This will send every dead letter but those of OUTCOME_UNKNOWN back to ${name} in prod. ${goOn}`,
  ],
  [
    ['--all', '--undelivered'],
    `This will send every event that SNS could not hand over back to ${name} in prod. ${goOn}`,
  ],
  [['--code', 'EXPIRED'], `This will send every dead letter of EXPIRED back to ${name} in prod. ${goOn}`],
  [
    ['--code', 'EXPIRED', '--code', 'OUTCOME_UNKNOWN'],
    `This will send every dead letter of EXPIRED, OUTCOME_UNKNOWN back to ${name} in prod. Each of OUTCOME_UNKNOWN is sent anew: what was carried out after all is carried out twice, and may charge again. ${goOn}`,
  ],
  [
    ['--event', 'a', 'b'],
    `This will send 2 events back to ${name} in prod. One of OUTCOME_UNKNOWN is sent anew: if it was carried out after all, it is carried out twice, and may charge again. ${goOn}`,
  ],
])('asks before prod is changed, and says what %j may do', async (args, question) => {
  put('a', 'OUTCOME_UNKNOWN', prod.dead);
  const { code, stderr } = await redrive([...args, '--env', 'prod'], 'no\n', true);
  expect(stderr.startsWith(question)).toBe(true);
  expect([code, bodies(prod.dead), bodies(prod.source)]).toEqual([1, [event('a')], []]);
});

it('a script is told what it may do, and does it with --yes', async () => {
  put('a', 'OUTCOME_UNKNOWN', prod.dead);
  const refused = await redrive(['--code', 'OUTCOME_UNKNOWN', '--env', 'prod']);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('pass --yes to confirm. Each of OUTCOME_UNKNOWN is sent anew');
  expect(bodies(prod.source)).toEqual([]);
  expect((await redrive(['--code', 'OUTCOME_UNKNOWN', '--env', 'prod', '--yes'])).code).toBe(0);
  expect(bodies(prod.source)).toEqual([event('a')]);
});
