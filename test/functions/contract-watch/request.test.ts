import { expect, it } from 'vitest';
import { checkRequest, isCheckRequest } from '../../../functions/contract-watch/request.ts';

it('takes the ask of the clock and no other', () => {
  expect(isCheckRequest(JSON.stringify(checkRequest))).toBe(true);
  const others = ['', 'null', '{"ask":"look"}', '{"ask":"check","destination":"stripe"}', '"check"', '{'];
  expect(others.filter(isCheckRequest)).toEqual([]);
});
