import { expect, test } from 'vitest';
import {
  outcomeText,
  parseOutcome,
  relations,
} from '../../../../../functions/core/contract/lock/check-outcome.ts';

test('what a check came to is one of these', () => {
  expect(relations).toEqual([
    'answered',
    'made',
    'accepted',
    'same id',
    'another',
    'conflict',
    'refused',
    'found',
    'other',
    'nothing',
    'unclear',
    'next',
    'removed',
  ]);
});

test.each(relations)('it is read back as it was written: %s', (relation) => {
  const outcome = { statusCode: 200, verdict: 'success', relation } as const;
  expect(parseOutcome(outcomeText(outcome))).toEqual(outcome);
});

test.each(['', '200', '200 success', '200 success: lost', '200 constructor: made', '99 success: made'])(
  'nothing else is read: %j',
  (text) => {
    expect(parseOutcome(text)).toBeUndefined();
  },
);
