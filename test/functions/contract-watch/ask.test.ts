import { expect, it } from 'vitest';
import { checkAsk, isCheckAsk } from '../../../functions/contract-watch/ask.ts';

it('takes the ask of the clock and no other', () => {
  expect(isCheckAsk(JSON.stringify(checkAsk))).toBe(true);
  const others = ['', 'null', '{"ask":"look"}', '{"ask":"check","destination":"stripe"}', '"check"', '{'];
  expect(others.filter(isCheckAsk)).toEqual([]);
});
