import { expect, test } from 'vitest';
import type { DeliveryProgress } from '../../../../functions/core/deliver/delivery-record.ts';
import { deadLetterCodes } from '../../../../functions/core/deliver/diagnosis.ts';
import { keepsRequest } from '../../../../functions/core/deliver/keeps-request.ts';
import type { Settlement } from '../../../../functions/core/deliver/settlement.ts';
import { ownWords } from '../../../../functions/core/redact/redacted.ts';
import { newProgress } from '../../../fixtures/new-progress.ts';

const progresses: Readonly<Record<string, DeliveryProgress>> = {
  'never sent': newProgress,
  sent: { ...newProgress, firstSentAtMs: 0 },
  unknown: { ...newProgress, outcomeUnknown: true },
  'sent and unknown': { ...newProgress, firstSentAtMs: 0, outcomeUnknown: true },
};

/** Of which progress the request is kept. */
const keptOf = (settled: (progress: DeliveryProgress) => Settlement) =>
  Object.entries(progresses).flatMap(([name, progress]) => {
    const kept = keepsRequest(settled(progress));
    expect(kept).toBeTypeOf('boolean');
    return kept ? [name] : [];
  });

const reason = ownWords('said so');
const dead = (code: (typeof deadLetterCodes)[number]) =>
  keptOf((progress) => ({
    status: 'dead-lettered',
    progress,
    cause: { code, stage: 'attempt', reason },
    failedAtMs: 0,
  }));

test('the request of a delivery that waits is kept when it may have been carried out', () => {
  expect(keptOf((progress) => ({ status: 'waiting', progress, outcome: 'retry', waitMs: 5_000 }))).toEqual([
    'sent',
    'unknown',
    'sent and unknown',
  ]);
});

test('of a delivery that is done nothing is kept', () => {
  expect(keptOf((progress) => ({ status: 'delivered', progress, receipt: undefined }))).toEqual([]);
});

test('a dead letter keeps what may have been carried out, unless the refusal for good was the answer to it', () => {
  const sentIsEnough = ['sent', 'unknown', 'sent and unknown'];
  const unknownOnly = ['unknown', 'sent and unknown'];
  expect(Object.fromEntries(deadLetterCodes.map((code) => [code, dead(code)]))).toEqual({
    INVALID_EVENT: unknownOnly,
    UNMAPPABLE: unknownOnly,
    REQUEST_REJECTED: unknownOnly,
    RETRIES_EXHAUSTED: sentIsEnough,
    EXPIRED: sentIsEnough,
    OUTCOME_UNKNOWN: unknownOnly,
    CRASH_LOOP: unknownOnly,
  });
});
