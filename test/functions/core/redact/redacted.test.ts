import { expect, test } from 'vitest';
import { cutTo, ownWords, withOwnWords } from '../../../../functions/core/redact/redacted.ts';

test('a text is cut to so many characters, and never in the middle of one', () => {
  const text = ownWords('ab😀cd');
  expect(cutTo(text, 6)).toBe('ab😀cd');
  expect(cutTo(text, 5)).toBe('ab😀c');
  expect(cutTo(text, 4)).toBe('ab😀');
  expect(cutTo(text, 3)).toBe('ab\ufffd');
  expect(cutTo(text, 0)).toBe('');
  expect(cutTo(ownWords('a\ud83d'), 6)).toBe('a\ufffd');
});

test('our own words stand behind what was said', () => {
  expect(withOwnWords(ownWords('said so'), '; and so on')).toBe('said so; and so on');
});
