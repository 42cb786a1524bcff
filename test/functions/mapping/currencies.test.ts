/** The whole table of currencies against the standard's own list. */
import { expect, it } from 'vitest';
import { currencyDecimals } from '../../../functions/mapping/fields/money.ts';
import { official } from '../../fixtures/iso-4217.ts';

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const allCodes = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => `${a}${b}${c}`)));

function known(code: string): number | undefined {
  try {
    return currencyDecimals(code);
  } catch {
    return undefined;
  }
}

it('of all codes that there can be, those of ISO 4217 are currencies, each with its own decimals', () => {
  const ours = allCodes
    .map((code) => [code, known(code)] as const)
    .filter(([, decimals]) => decimals !== undefined);
  expect(ours).toHaveLength(164);
  expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(official()));
});
