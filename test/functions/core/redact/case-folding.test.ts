import { expect, test } from 'vitest';
import { foldCase } from '../../../../functions/core/redact/case-folding.ts';

test.each([
  ['Ada@Example.COM', 'ada@example.com'],
  ['ΣΊΣΥΦΟΣ σίσυφος', 'σίσυφοσ σίσυφοσ'],
  ['ſtraße', 'straße'],
  ['\u212a and K', 'k and k'],
  ['İ', 'İ'],
  ['\ud801\udc00', '\ud801\udc28'],
  ['\ud83d', '\ud83d'],
])('%j is folded to %j', (text, expected) => {
  expect(foldCase(text)).toBe(expected);
});

const everything = Array.from({ length: 0x11_0000 }, (_, codePoint) => String.fromCodePoint(codePoint));

test('a folded character is as long as the character', () => {
  expect(everything.filter((character) => foldCase(character).length !== character.length)).toEqual([]);
});

test('what a pattern that ignores case takes for equal is equal when it is folded', () => {
  const properties = ['Cased', 'CWCF', 'CWCM', 'CWL', 'CWT', 'CWU'].map((name) => `\\p{${name}}`).join('');
  const cased = everything.filter((character) => new RegExp(`^[${properties}]$`, 'u').test(character));
  expect(cased.length).toBeGreaterThan(2_500);
  const text = cased.join('');
  const unequal = cased.flatMap((character) => {
    const equals = text.match(new RegExp(RegExp.escape(character), 'giu')) ?? [];
    return equals
      .filter((other) => foldCase(other) !== foldCase(character))
      .map((other) => character + other);
  });
  expect(unequal).toEqual([]);
});
