/** Redrives by fingerprint, in steps, at a rate, and begun again after they were killed. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { referenceTo } from '../../../../functions/core/redact/reference.ts';
import { type FakeAws, startFakeAws } from '../fake-aws.ts';
import { interlock, nowMs } from '../interlock.ts';

const name = 'payment-requested-to-wallet';
const source = `interlock-local-${name}`;
const dead = `${source}-dead-letters`;
/** Of the other integration that calls the wallet: they share its limit. */
const beside = 'interlock-local-customer-created-to-wallet';

let aws: FakeAws;
beforeEach(async () => {
  aws = await startFakeAws();
  for (const queue of [source, dead, `${source}-undelivered`, beside]) aws.queues.set(queue, []);
});
afterEach(() => aws.close());

const event = (id: string) => `{"id":"${id}","source":"urn:test","type":"payment.requested","subject":"1"}`;
const idsIn = (queue: string) =>
  (aws.queues.get(queue) ?? []).map(({ body }) => JSON.parse(body).id as string);
const diagnosisOf = (fingerprint: string, failedAt: string) => ({
  code: 'REQUEST_REJECTED',
  advice: 'look',
  failedAt,
  fingerprint,
});
const put = (id: string, fingerprint: string) =>
  aws.put(dead, event(id), diagnosisOf(fingerprint, '2026-11-23T00:00:00Z'));
const putMany = (count: number, fingerprint: string) => {
  for (let n = 0; n < count; n += 1) put(`${fingerprint}-${n}`, fingerprint);
};

/** Ids in the order in which the function got them. */
let delivered: string[];
beforeEach(() => {
  delivered = [];
});

/** Empties the queue as the function does. @param again the fingerprint that an event fails with; `undefined`: it passes */
function work(again: (id: string) => string | undefined): void {
  const lines = idsIn(source).map((id) => {
    const fingerprint = again(id);
    if (fingerprint === undefined) delivered.push(id);
    else aws.put(dead, event(id), diagnosisOf(fingerprint, '2026-11-24T00:00:01Z'));
    const outcome = fingerprint === undefined ? 'delivered' : 'dead-lettered';
    // An id that gives somebody away stands in no line.
    const eventId = id.includes('@') ? referenceTo(id, aws.referenceKey) : id;
    const line = { message: 'delivery.attempted', integration: name, eventId, outcome };
    return { timestamp: nowMs + 1, message: JSON.stringify(line), eventId: id };
  });
  aws.queues.set(source, []);
  const group = `/interlock/local/${name}`;
  aws.logs.set(group, [...(aws.logs.get(group) ?? []), ...lines]);
}

/** While the command waits, the function works. */
const redrive = (args: readonly string[], again: (id: string) => string | undefined = () => undefined) =>
  interlock(['redrive', name, ...args], {
    endpoint: aws.endpoint,
    context: { sleep: async () => work(again) },
  });

describe('redrive --fingerprint', () => {
  it('sends back what failed alike, and nothing else', async () => {
    put('a', 'one');
    put('b', 'two');
    put('c', 'one');
    aws.put(dead, event('crashed'));
    expect(await redrive(['--fingerprint', 'one', '--dry-run'])).toMatchObject({ code: 0, stdout: 'a\nc\n' });
    expect(idsIn(source)).toEqual([]);
    expect(await redrive(['--fingerprint', 'one'])).toMatchObject({ code: 0, stdout: 'a\nc\n' });
    expect([idsIn(source), idsIn(dead)]).toEqual([
      ['a', 'c'],
      ['b', 'crashed'],
    ]);
  });

  it('fails where nothing failed so', async () => {
    put('a', 'one');
    expect(await redrive(['--fingerprint', 'on'])).toEqual({
      code: 1,
      stdout: '',
      stderr: `0 messages went back to ${name}\nerror: not found: on\n`,
    });
  });
});

describe('redrive --canary', () => {
  it('sends one, then ten, then all, each once, when each step is delivered', async () => {
    putMany(120, 'one');
    putMany(30, 'two');
    putMany(30, 'three');
    const { code, stderr } = await redrive(['--fingerprint', 'one', '--canary', '1,10,all']);
    expect(code).toBe(0);
    expect(stderr).toBe(
      [
        'step 1: 1 sent, waiting for what becomes of them',
        'step 1: all delivered',
        'step 2: 10 sent, waiting for what becomes of them',
        'step 2: all delivered',
        'from here at 18/s, and at 1.9/s while events wait for wallet, so that those come first (--rate says how many at most, or full)',
        `120 messages went back to ${name}`,
        '',
      ].join('\n'),
    );
    work(() => undefined);
    expect(delivered).toHaveLength(120);
    expect(new Set(delivered).size).toBe(120);
    expect(idsIn(dead)).toHaveLength(60);
    expect(aws.queues.get(dead)?.every(({ visible }) => visible)).toBe(true);
  });

  it('stops after the first when it comes back with the same fingerprint, and loses nothing', async () => {
    putMany(60, 'one');
    const { code, stdout, stderr } = await redrive(['--all', '--canary', '1,10,all'], () => 'one');
    expect([code, stdout]).toEqual([3, 'one-0\n']);
    expect(stderr).toContain(
      `stopped after step 1, the rest stays where it is: 0 of 1 delivered; 1 came back with the same fingerprint, one REQUEST_REJECTED (dead-letters ${name})`,
    );
    expect([delivered, idsIn(source), idsIn(dead).length]).toEqual([[], [], 60]);
  });

  it('stops when one of ten comes back with another, and says so in JSON', async () => {
    putMany(60, 'one');
    const again = (id: string) => (id === 'one-4' ? 'two' : undefined);
    const { code, stdout } = await redrive(['--all', '--canary', '1,10,all', '--json'], again);
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      redriven: 11,
      stopped: {
        step: 2,
        sent: 10,
        delivered: 9,
        cameBack: [{ fingerprint: 'two', code: 'REQUEST_REJECTED', count: 1, isSame: false }],
        open: [],
      },
    });
    expect(delivered).toHaveLength(10);
  });

  it('stops when nothing is known of a step in time', async () => {
    putMany(3, 'one');
    const { code, stderr } = await interlock(
      ['redrive', name, '--all', '--canary', '1,all', '--timeout', '10s'],
      { endpoint: aws.endpoint },
    );
    expect(code).toBe(3);
    expect(stderr).toContain('0 of 1 delivered; of one-0 nothing is known yet');
    expect([idsIn(source), idsIn(dead)]).toEqual([['one-0'], ['one-1', 'one-2']]);
  });

  it('takes a copy that lay there already for none that came back', async () => {
    put('twice', 'one');
    put('twice', 'one');
    const { stdout } = await interlock(
      ['redrive', name, '--all', '--canary', '1,all', '--timeout', '10s', '--json'],
      { endpoint: aws.endpoint },
    );
    expect(JSON.parse(stdout).stopped).toMatchObject({ cameBack: [], open: ['twice'] });
  });

  it('knows what became of an event whose id stands in no line', async () => {
    put('ada@example.com', 'one');
    put('b', 'one');
    expect((await redrive(['--all', '--canary', '1,all'])).code).toBe(0);
    expect(delivered).toEqual(['ada@example.com']);
    expect(idsIn(source)).toEqual(['b']);
  });

  it('reads no more for a step than it takes', async () => {
    putMany(60, 'one');
    await redrive(['--all', '--canary', '1,10']);
    expect(aws.calls.filter((call) => call === 'ReceiveMessage')).toHaveLength(2);
  });

  it('ends where there is nothing more, and leaves the rest where no step is all of it', async () => {
    putMany(3, 'one');
    const first = await redrive(['--all', '--canary', '1', '--json']);
    expect([first.code, JSON.parse(first.stdout)]).toMatchObject([0, { redriven: 1, stopped: null }]);
    expect(idsIn(dead)).toEqual(['one-1', 'one-2']);
    expect((await redrive(['--all', '--canary', '5,10,all'])).code).toBe(0);
    expect((await redrive(['--all', '--canary', '1,all'])).stderr).toBe(`0 messages went back to ${name}\n`);
    expect(delivered).toEqual(['one-0', 'one-1', 'one-2']);
  });
});

describe('redrive --rate', () => {
  it.each([
    ['--rate 2/s', 5, 0, 2_000],
    ['--rate 20/s', 45, 0, 2_000],
    ['--rate 0.5/s', 3, 0, 4_000],
    ['--rate full', 45, 30, 0],
    // Of 25 a second the limiter lets one through in 44.4 ms: four fifths of those, after ten that go at once.
    ['', 60, 0, 2_220],
    // The ten and twelve more are what goes out in a second; beside one more events wait, until the ten are gone.
    ['', 60, 12, 2_220],
    ['', 60, 13, 7_470],
    // A twelfth of what is let through, after a batch.
    ['', 60, 23, 26_107],
    ['--rate 20/s', 25, 23, 12_787],
    ['--rate 1/s', 5, 23, 4_000],
  ])(
    'redrive --all %s sends %d in no less than, beside %d events that wait, %d ms',
    async (rate, count, waiting, leastMs) => {
      putMany(count, 'one');
      for (let n = 0; n < waiting; n += 1) aws.put(beside, event(`live-${n}`));
      let clockMs = nowMs;
      let gone = 0;
      const { code } = await interlock(['redrive', name, '--all', ...rate.split(' ').filter(Boolean)], {
        endpoint: aws.endpoint,
        context: {
          now: () => clockMs,
          sleep: async (ms) => {
            clockMs += ms;
            gone += idsIn(source).length;
            aws.queues.set(source, []);
          },
        },
      });
      gone += idsIn(source).length;
      expect([code, gone, Math.floor(clockMs - nowMs)]).toEqual([0, count, leastMs]);
    },
  );

  it('goes as if events waited where it cannot see whether they do', async () => {
    putMany(22, 'one');
    aws.queues.delete(beside);
    let clockMs = nowMs;
    await interlock(['redrive', name, '--all'], {
      endpoint: aws.endpoint,
      context: {
        now: () => clockMs,
        sleep: async (ms) => {
          clockMs += ms;
        },
      },
    });
    expect([idsIn(source).length, Math.floor(clockMs - nowMs)]).toEqual([22, 5_860]);
  });

  it('begins to read anew before what it holds comes back by itself, and sends nothing twice', async () => {
    // Two minutes at one a second are a pass.
    putMany(130, 'one');
    putMany(25, 'two');
    let clockMs = nowMs;
    const { stdout } = await interlock(['redrive', name, '--fingerprint', 'one', '--rate', '1/s', '--json'], {
      endpoint: aws.endpoint,
      context: {
        now: () => clockMs,
        sleep: async (ms) => {
          clockMs += ms;
        },
      },
    });
    expect(JSON.parse(stdout)).toMatchObject({ redriven: 130, left: 0, notRemoved: 0 });
    expect(new Set(idsIn(source)).size).toBe(130);
    expect(idsIn(dead)).toHaveLength(25);
  });
});

it('a slow redrive counts what it could not delete once, and not as stayed', async () => {
  putMany(3, 'one');
  aws.refuse = (call) => (call === 'DeleteMessage' ? 'InternalFailure' : undefined);
  // At one in a hundred seconds each is a pass of its own.
  const { stdout } = await redrive(['--all', '--rate', '0.01/s', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ redriven: 3, left: 0, notRemoved: 3 });
  // Three passes, and one that finds nothing more: each puts back what it held.
  expect(aws.calls.filter((call) => call === 'ChangeMessageVisibilityBatch')).toHaveLength(4);
});

describe('a redrive that is killed in the middle', () => {
  it('loses nothing and doubles nothing when it is begun again', async () => {
    putMany(60, 'one');
    const killed = new AbortController();
    aws.refuse = (call) => {
      if (call !== 'DeleteMessage') return undefined;
      // Dead between sending and deleting: those of this batch lie in both queues.
      if (idsIn(source).length > 20) killed.abort();
      return killed.signal.aborted ? 'ServiceUnavailable' : undefined;
    };
    const first = await interlock(['redrive', name, '--all', '--rate', 'full'], {
      endpoint: aws.endpoint,
      context: { signal: killed.signal },
    });
    expect(first.code).toBe(1);
    expect(first.stderr).toContain('stopped before the end');
    expect(new Set([...idsIn(source), ...idsIn(dead)]).size).toBe(60);
    aws.refuse = () => undefined;
    expect((await redrive(['--all', '--rate', 'full'])).code).toBe(0);
    expect(idsIn(dead)).toEqual([]);
    expect(new Set(idsIn(source)).size).toBe(60);
    // What went twice went with the same diagnosis: the ledger opens a delivery once for a moment of failure.
    const sent = (aws.queues.get(source) ?? []).map(({ body, attributes }) =>
      JSON.stringify([body, attributes?.diagnosis?.StringValue]),
    );
    expect(sent.length).toBeGreaterThan(60);
    expect(new Set(sent).size).toBe(60);
  });

  it('says what it does not see, for another command or one that was killed has it in hand', async () => {
    putMany(5, 'one');
    const [held] = aws.queues.get(dead) ?? [];
    if (held !== undefined) held.visible = false;
    const more = `${name}: 1 more message in the hands of another command, or of one that was killed: here again within 5 minutes`;
    const { code, stderr } = await redrive(['--all', '--rate', 'full']);
    expect([code, stderr]).toEqual([0, `4 messages went back to ${name}\n${more}\n`]);
    const listed = await interlock(['dead-letters', name], { endpoint: aws.endpoint });
    expect([listed.code, listed.stderr]).toEqual([3, `${more}\n`]);
    const { stdout } = await interlock(['dead-letters', name, '--json'], { endpoint: aws.endpoint });
    expect(JSON.parse(stdout).integrations[0]).toMatchObject({ held: 1, deadLetters: [] });
  });

  it('takes what SQS has not counted as put back yet for none of these', async () => {
    putMany(5, 'one');
    aws.countsAsInFlight = 3;
    expect((await interlock(['dead-letters', name], { endpoint: aws.endpoint })).stderr).toBe('');
    expect((await redrive(['--all', '--rate', 'full'])).stderr).toBe(`5 messages went back to ${name}\n`);
  });
});
