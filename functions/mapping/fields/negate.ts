import { defineCoercion } from '../conversion.ts';

/** For a third party that asks the opposite question: consent given is "not unsubscribed". */
export const negate = defineCoercion('negate', (value: boolean): boolean => !value);
