import { defineCoercion } from '../conversion.ts';

/** `'true'` or `'false'`, for third parties whose every value is a string. */
export const booleanToString = defineCoercion('booleanToString', (value: boolean): string =>
  value ? 'true' : 'false',
);
