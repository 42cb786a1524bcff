import { createHmac, createSecretKey } from 'node:crypto';
import { ownWords, type Redacted } from './redacted.ts';

/** What a reference begins with, so that a reader knows it from an id. */
export const referencePrefix = 'ref-';

/**
 * What stands in a line for a subject or an id that gives somebody away: the same for the same text, so that all lines
 * about one customer are found, and no digest that somebody could try addresses against who has the log only.
 * @param key of the environment; stands in no log
 */
export function referenceTo(text: string, key: string): Redacted {
  const hmac = createHmac('sha256', createSecretKey(Buffer.from(key)));
  // 16 hexadecimal digits tell more people apart than any company knows.
  return ownWords(`${referencePrefix}${hmac.update(text.trim().toLowerCase()).digest('hex').slice(0, 16)}`);
}
