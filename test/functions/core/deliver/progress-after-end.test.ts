import { expect, test } from 'vitest';
import type { DeliveryProgress } from '../../../../functions/core/deliver/delivery-record.ts';
import { deadLetterCodes } from '../../../../functions/core/deliver/diagnosis.ts';
import { progressAfterEnd } from '../../../../functions/core/deliver/progress-after-end.ts';
import { ownWords } from '../../../../functions/core/redact/redacted.ts';

const firstSentAtMs = Date.UTC(2026, 2, 1);
const progress: DeliveryProgress = {
  attempts: 4,
  backedOffMs: 60_000,
  outcomeUnknown: true,
  firstSentAtMs,
  approvals: 1,
  refusals: 2,
  last: { code: 'CODE', statusCode: 500, unreadable: 3, refused: 2 },
};

const redriven = (code: (typeof deadLetterCodes)[number], changes: Partial<DeliveryProgress> = {}) =>
  progressAfterEnd({
    status: 'dead-lettered',
    progress: { ...progress, ...changes },
    cause: { code, stage: 'attempt', reason: ownWords('said so') },
    failedAtMs: firstSentAtMs + 60_000,
  });

/** Under its key, with what was refused still counted: the third party is asked about the readable only anew. */
const goesOn = {
  ...progress,
  last: { code: 'CODE', statusCode: 500, unreadable: undefined, refused: 2 },
};
const goesAnew = {
  ...progress,
  outcomeUnknown: false,
  firstSentAtMs: undefined,
  approvals: 2,
  last: { code: 'CODE', statusCode: 500, unreadable: undefined, refused: undefined },
};

test('only an unknown outcome that somebody looked at goes anew while the outcome is unknown', () => {
  for (const code of deadLetterCodes)
    expect(redriven(code), code).toStrictEqual(code === 'OUTCOME_UNKNOWN' ? goesAnew : goesOn);
});

test('what was refused for good, and was known not to be done, goes anew too', () => {
  for (const code of deadLetterCodes) {
    const isAnew = code === 'OUTCOME_UNKNOWN' || code === 'REQUEST_REJECTED';
    expect(redriven(code, { outcomeUnknown: false }), code).toStrictEqual(
      isAnew ? goesAnew : { ...goesOn, outcomeUnknown: false },
    );
  }
});

test('of a delivery that nothing was learned of there is nothing to forget', () => {
  for (const code of deadLetterCodes) expect(redriven(code, { last: undefined }).last, code).toBeUndefined();
});
