import { foldCase } from './case-folding.ts';

/**
 * Letters and digits only, in one case, without marks and in one width: what trimming, collapsing, slugs, NFKC, national
 * forms and separators make of a value is the same as the value.
 */
export function bareText(text: string): string {
  if (isAscii.test(text)) return text.toLowerCase().replace(/[^a-z0-9]+/g, '');
  return foldCase(
    text
      .normalize('NFKD')
      .replace(/[^\p{L}\p{N}]+/gu, '')
      .normalize('NFC'),
  );
}

export const isAscii = { test: (text: string) => !/[^\0-\x7f]/.test(text) };
