import { expect, test } from 'vitest';
import { dispositionOf } from '../../../../functions/core/deliver/disposition.ts';
import type { Settlement } from '../../../../functions/core/deliver/settlement.ts';
import { ownWords } from '../../../../functions/core/redact/redacted.ts';
import { newProgress } from '../../../fixtures/new-progress.ts';

const nowMs = Date.UTC(2026, 2, 1);
const leaseLeftMs = 31_000;
const progress = newProgress;
const settlements: Readonly<Record<Settlement['status'], Settlement>> = {
  delivered: { status: 'delivered', progress, receipt: ownWords('thing_1') },
  'dead-lettered': {
    status: 'dead-lettered',
    progress,
    cause: { code: 'REQUEST_REJECTED', stage: 'attempt', reason: ownWords('said so') },
    failedAtMs: nowMs,
  },
  waiting: { status: 'waiting', progress, outcome: 'retry', waitMs: 5_000 },
};

test.each([
  ['delivered', { do: 'acknowledge' }],
  ['dead-lettered', { do: 'acknowledge' }],
  ['waiting', { do: 'defer', waitMs: 5_000 }],
] as const)('a delivery that is %s and kept so in the ledger: %j', (status, expected) => {
  const result = { state: 'ran', settlement: settlements[status], isKept: true } as const;
  expect(dispositionOf(result, nowMs, leaseLeftMs)).toEqual(expected);
});

test.each(['delivered', 'dead-lettered', 'waiting'] as const)(
  'a delivery that is %s but not kept so comes back when nobody can have it in hand',
  (status) => {
    const result = { state: 'ran', settlement: settlements[status], isKept: false } as const;
    expect(dispositionOf(result, nowMs, leaseLeftMs)).toEqual({ do: 'defer', waitMs: 31_000 });
  },
);

test('what had ended before is acknowledged', () => {
  expect(dispositionOf({ state: 'ended' }, nowMs, leaseLeftMs)).toEqual({ do: 'acknowledge' });
});

test.each([
  [-5, 0],
  [1_500, 1_500],
  [20_000, 2_000],
])('what another has in hand for %d ms comes back after %d', (leftMs, waitMs) => {
  const result = { state: 'busy', untilMs: nowMs + leftMs } as const;
  expect(dispositionOf(result, nowMs, leaseLeftMs)).toEqual({ do: 'defer', waitMs });
});
