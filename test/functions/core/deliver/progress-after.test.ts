import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../../functions/core/declare/destination.ts';
import type { DeliveryProgress } from '../../../../functions/core/deliver/delivery-record.ts';
import { lastAfter, progressAfter, type Step } from '../../../../functions/core/deliver/progress-after.ts';
import type { Classification } from '../../../../functions/core/http/classify.ts';
import { ownWords } from '../../../../functions/core/redact/redacted.ts';
import { newProgress } from '../../../fixtures/new-progress.ts';

const nowMs = Date.UTC(2026, 2, 1);
const closed = { trial: false };

const classified = (verdict: Verdict, changes: Partial<Classification> = {}): Classification => ({
  verdict,
  scope: 'event',
  fromApplication: true,
  code: 'CODE',
  message: 'said so',
  ...changes,
});

const became = (
  verdict: Verdict,
  step: Step,
  changes: Partial<Classification> = {},
  before: DeliveryProgress = newProgress,
  permit: Parameters<typeof progressAfter>[3] = closed,
) => progressAfter(before, { classification: classified(verdict, changes) }, step, permit, nowMs);

/** The changes of a new delivery, in short. */
function changesOf(progress: DeliveryProgress): string {
  const { attempts, outcomeUnknown, refusals, firstSentAtMs, ...rest } = progress;
  expect(rest).toEqual({ backedOffMs: 0, approvals: 0, last: undefined });
  expect(firstSentAtMs === undefined || firstSentAtMs === nowMs).toBe(true);
  const words = [
    attempts === 1 && 'counts',
    outcomeUnknown && 'unknown',
    refusals === 1 && 'refusal',
    firstSentAtMs === nowMs && 'sent',
  ];
  return words.filter((word) => word !== false).join(' ');
}

const verdicts: readonly Verdict[] = [
  'success',
  'terminal',
  'retryable',
  'ambiguous',
  'unknown',
  'throttled',
  'credentials',
  'refused',
];

describe('what a new delivery has become after one attempt', () => {
  const all = (step: Step, changes?: Partial<Classification>) =>
    Object.fromEntries(verdicts.map((verdict) => [verdict, changesOf(became(verdict, step, changes))]));

  test('of its request', () => {
    expect(all('request')).toEqual({
      success: 'counts sent',
      terminal: 'counts sent',
      retryable: 'counts sent',
      ambiguous: 'counts unknown sent',
      unknown: 'counts sent',
      throttled: '',
      credentials: '',
      refused: 'refusal',
    });
  });

  test('of a lookup, which never counts as the request', () => {
    expect(all('lookup')).toEqual({
      success: 'counts',
      terminal: 'counts',
      retryable: 'counts',
      ambiguous: 'counts',
      unknown: 'counts',
      throttled: '',
      credentials: '',
      refused: 'refusal',
    });
  });

  test('of a follow-up, whose outcome leaves that of the request as it is', () => {
    expect(all('follow-up')).toEqual({ ...all('request'), ambiguous: 'counts sent' });
  });

  test('of a request that found nobody', () => {
    const noOne = all('request', { code: 'CONNECT_FAILED' });
    expect(noOne).toMatchObject({ retryable: 'counts', ambiguous: 'counts unknown', refused: 'refusal' });
  });

  test('of a refusal beside which it may have been carried out', () => {
    expect(all('request', { mayBeDone: true })).toMatchObject({
      refused: 'unknown refusal sent',
      throttled: 'unknown sent',
    });
    expect(all('lookup', { mayBeDone: true })).toMatchObject({ refused: 'refusal' });
  });
});

describe('what was known before', () => {
  const before: DeliveryProgress = {
    ...newProgress,
    attempts: 3,
    outcomeUnknown: true,
    firstSentAtMs: nowMs - 5_000,
    refusals: 1,
  };

  test.each(verdicts)('is not unknown less for %s', (verdict) => {
    expect(became(verdict, 'request', {}, before)).toMatchObject({
      outcomeUnknown: true,
      firstSentAtMs: nowMs - 5_000,
    });
  });

  test('is settled by a no, whatever the attempt was', () => {
    for (const step of ['lookup', 'request'] as const)
      expect(became('ambiguous', step, { found: 'no' }, before).outcomeUnknown).toBe(false);
    for (const found of ['yes', 'cannot say'] as const)
      expect(became('success', 'lookup', { found }, before).outcomeUnknown).toBe(true);
  });

  test('is counted on', () => {
    expect(became('retryable', 'request', {}, before)).toMatchObject({ attempts: 4, refusals: 1 });
    expect(became('refused', 'request', {}, before)).toMatchObject({ attempts: 3, refusals: 2 });
  });
});

test('a refusal on trial says nothing of others that passed in between', () => {
  const refusals = (permit: Parameters<typeof progressAfter>[3]) =>
    became('refused', 'request', {}, newProgress, permit).refusals;
  expect(refusals({ trial: false })).toBe(1);
  expect(refusals({ trial: false, operationTrial: false })).toBe(1);
  expect(refusals({ trial: true, operationTrial: false })).toBe(0);
  expect(refusals({ trial: false, operationTrial: true })).toBe(0);
});

describe('what an attempt learned', () => {
  const redacted = (verdict: Verdict, saysYes?: true) => ({
    ...classified(verdict, { statusCode: 500 }),
    message: ownWords('said so'),
    requestId: ownWords('req_1'),
    receipt: undefined,
    thirdPartyCode: undefined,
    ...(saysYes === undefined ? {} : { saysYes }),
  });
  const learned = { code: 'CODE', statusCode: 500, requestId: 'req_1' };
  const before = { last: { code: 'OLD', unreadable: 2, refused: 1 } };

  test('is its code, status and request id, and no count of what did not come', () => {
    expect(lastAfter({ last: undefined }, redacted('ambiguous'))).toStrictEqual({
      ...learned,
      unreadable: undefined,
      refused: undefined,
    });
  });

  test('is counted when it said yes and could not be read', () => {
    expect(lastAfter({ last: undefined }, redacted('ambiguous', true)).unreadable).toBe(1);
    expect(lastAfter(before, redacted('ambiguous', true))).toEqual({ ...learned, unreadable: 3, refused: 1 });
  });

  test('is counted when it was refused for good', () => {
    expect(lastAfter({ last: undefined }, redacted('terminal')).refused).toBe(1);
    expect(lastAfter(before, redacted('terminal'))).toEqual({ ...learned, unreadable: 2, refused: 2 });
  });

  test('leaves the counts of others as they were', () => {
    expect(lastAfter(before, redacted('ambiguous'))).toEqual({ ...learned, unreadable: 2, refused: 1 });
  });
});
