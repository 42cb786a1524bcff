import { defineCoercion } from '../conversion.ts';

/** For codes that a third party writes in small letters. Not locale-dependent. */
export const lowerCase = defineCoercion('lowerCase', (value: string): string => value.toLowerCase());
