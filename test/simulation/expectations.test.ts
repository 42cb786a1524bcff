/** What single stories expect, in worlds in which it is not so. */
import { describe, expect, it } from 'vitest';
import { driftIsTold, endsAs, letWait, settledByRepeating, spared } from './expectations.ts';
import { arrive, bury, diagnosisAt, say } from './invariants/plants/plant.ts';
import { defaultStartMs } from './kernel.ts';
import { customer, storyNamed } from './stories.ts';
import { play } from './story.ts';

/** A customer at four third parties, on a day on which nothing goes wrong. */
const calm = async () => (await play(storyNamed('one customer'), 'expectations', undefined)).evidence;

const withLetters = async (...codes: readonly string[]) => {
  const evidence = await calm();
  for (const code of codes) bury(evidence, 'wallet', customer(1).body, diagnosisAt('wallet', { code }));
  return evidence;
};

describe('a story that must end in a dead letter', () => {
  it('ends so with one of that code, or with many', async () => {
    expect(endsAs(await withLetters('CRASH_LOOP'), 'CRASH_LOOP')).toEqual([]);
    expect(endsAs(await withLetters('CRASH_LOOP', 'CRASH_LOOP'), 'CRASH_LOOP')).toEqual([]);
  });

  it('does not without one, nor with another beside it', async () => {
    const expected = 'expected dead letters CRASH_LOOP and no others, got';
    expect(endsAs(await calm(), 'CRASH_LOOP')).toEqual([`${expected} none`]);
    expect(endsAs(await withLetters('CRASH_LOOP', 'OUTCOME_UNKNOWN'), 'CRASH_LOOP')).toEqual([
      `${expected} CRASH_LOOP, OUTCOME_UNKNOWN`,
    ]);
  });
});

describe('a third party that asks for less', () => {
  const throttled = (evidence: Awaited<ReturnType<typeof calm>>, afterMs: number, count: number) => {
    for (let n = 1; n <= count; n += 1)
      arrive(evidence, 'gazette', { atMs: defaultStartMs + afterMs + n, statusCode: 429 });
  };

  it('is asked too much with 61 calls in any hour but the first', async () => {
    const evidence = await calm();
    throttled(evidence, 0, 100);
    throttled(evidence, 3_600_000, 60);
    expect(letWait(evidence)).toEqual([]);
    throttled(evidence, 3_700_000, 1);
    expect(letWait(evidence)).toEqual(['whoever asks for less got 61 calls in hour 2']);
  });

  it('does not let an event wait that ends as a dead letter', async () => {
    expect(letWait(await withLetters('RETRIES_EXHAUSTED'))).toEqual(['a dead letter: RETRIES_EXHAUSTED']);
  });
});

describe('a third party that is down', () => {
  it('is not spared with nine requests after the first minute', async () => {
    const evidence = await calm();
    for (let n = 1; n <= 8; n += 1) arrive(evidence, 'gazette', { atMs: defaultStartMs + 60_000 + n });
    expect(spared(evidence)).toEqual([]);
    arrive(evidence, 'gazette', { atMs: defaultStartMs + 120_000 });
    expect(spared(evidence)).toEqual(['a third party that was down got 9 requests']);
  });
});

describe('deliveries whose ledger is throttled', () => {
  it('have tried nothing when none was left to its lease', async () => {
    expect(settledByRepeating(await calm())).toEqual(['every delivery was put down: nothing was tried']);
    expect(settledByRepeating(say(await calm(), 'wallet', { message: 'ledger.not-kept' }))).toEqual([]);
  });

  it('are not settled when one has died', async () => {
    const left = say(await withLetters('OUTCOME_UNKNOWN'), 'wallet', { message: 'ledger.not-kept' });
    expect(settledByRepeating(left)).toEqual(['a dead letter: OUTCOME_UNKNOWN']);
  });
});

describe('a drift', () => {
  const story = storyNamed('a third party that drifts');
  const drifted = async () => (await play(story, 'expectations', undefined)).evidence;

  it('is told of, once, by all sandboxes together', async () => {
    expect(driftIsTold(await drifted())).toEqual([]);
    expect(driftIsTold(say(await drifted(), 'letterbox', { message: 'contract.drifted' }))).toEqual([
      'a drift was told of 2 times',
    ]);
  });

  it('is not asked about while a delivery is in hand, nor by fewer sandboxes than there are', async () => {
    const evidence = await drifted();
    const claims = evidence.claims.map((claim, at) => (at === 0 ? { ...claim, inHand: 1 } : claim));
    expect(driftIsTold({ ...evidence, claims })).toEqual(['a delivery in hand had to wait for a claim']);
    expect(driftIsTold({ ...evidence, claims: [] })).toEqual(['0 claims of 6 sandboxes']);
    expect(driftIsTold({ ...(await calm()), claims: [] })).toContain(
      '1 sandboxes in 1 invocations are too few to tell',
    );
  });
});
