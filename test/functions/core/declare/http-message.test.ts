import fc from 'fast-check';
import { expect, test } from 'vitest';
import { path } from '../../../../functions/core/declare/http-message.ts';

test('a path has its literals as they are, and what is put in as one segment each', () => {
  expect(path`/things`).toBe('/things');
  expect(path`/things/${'a/b?c#d'}/of/${'ü .'}`).toBe('/things/a%2Fb%3Fc%23d/of/%C3%BC%20.');
  expect(path`${'first'}/${'a.b'}${'...'}`).toBe('first/a.b...');
});

test.each(['', '.', '..', 'a\u0000', '\u001fa', 'a\u007f', '\n', '\ud800', 'a\udc00'])(
  '%j cannot be put into one',
  (value) => {
    expect(() => path`/things/${value}/parts`).toThrow(
      new RangeError('a path segment must not be empty, ".", "..", or hold control characters'),
    );
  },
);

test('whatever is put in comes out of a URL again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (value) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out
      fc.pre(value !== '.' && value !== '..' && !/[\u0000-\u001f\u007f]/.test(value));
      const { pathname } = new URL(path`/things/${value}/parts`, 'https://api.example.com');
      const segments = pathname.split('/');
      expect(segments).toHaveLength(4);
      expect(decodeURIComponent(segments[2] as string)).toBe(value);
    }),
  );
});
