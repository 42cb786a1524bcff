import { Big } from 'big.js';
import { type Coercion, ConversionError, defineCoercion } from '../conversion.ts';

const modes = {
  down: 0,
  'half-up': 1,
  'half-even': 2,
  up: 3,
} as const;

/**
 * A decimal number, or one written as text, with at most so many decimals: exact in decimal, so that 1.005 is not 1.00499….
 * `half-up` rounds away from zero, `half-even` to the even neighbour, as banks do. What changed is told as `rounded`.
 * Throws `ConversionError` on what is no decimal number. https://mikemcl.github.io/big.js/#rm
 */
export function rounded<Value extends number | string>(
  decimals: number,
  mode: keyof typeof modes,
): Coercion<Value, Value extends number ? number : string> {
  return defineCoercion(`rounded(${decimals}, ${mode})`, (value, tell) => {
    const exact = decimal(value);
    const result = exact.round(decimals, modes[mode]);
    if (!result.eq(exact)) tell('rounded');
    return (typeof value === 'number' ? result.toNumber() : result.toFixed()) as never;
  });
}

function decimal(value: number | string): Big {
  try {
    return new Big(value);
  } catch {
    throw new ConversionError('must be a decimal number');
  }
}
