import { ConversionError, defineCoercion } from '../conversion.ts';

/** An integer id as digits. Throws `ConversionError` beyond 2⁵³ − 1, where a number may stand for another one. */
export const integerToString = defineCoercion('integerToString', (value: number): string => {
  if (!Number.isSafeInteger(value)) {
    throw new ConversionError('an id must be an integer that a number holds exactly');
  }
  return value.toFixed(0);
});
