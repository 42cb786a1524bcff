import { expect, test } from 'vitest';
import * as deadline from '../../../../functions/core/pace/deadline.ts';

test('a request ends before its record, a record before the answer, and a lease after the sandbox', () => {
  expect({ ...deadline }).toEqual({
    requestMarginMs: 5_000,
    recordMarginMs: 1_500,
    answerMarginMs: 500,
    leaseMarginMs: 1_000,
  });
});
