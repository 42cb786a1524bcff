import { momentOf } from '../../core/declare/moment.ts';
import { ConversionError, defineCoercion } from '../conversion.ts';

/**
 * RFC 3339 to whole seconds since 1970, fractions cut off. Throws `ConversionError` on what is no moment: no offset,
 * or 30 February, which `Date.parse` would take for 2 March.
 */
export const unixSeconds = defineCoercion('unixSeconds', (timestamp: string): number => {
  const ms = momentOf(timestamp);
  if (ms === undefined) throw new ConversionError('a time must be RFC 3339 with an offset, and exist');
  return Math.floor(ms / 1000);
});
