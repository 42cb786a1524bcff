import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatOf } from '../../../../functions/core/contract/shape/string-format.ts';
import { createPlaceholders } from '../../../../lib/contract/recording/placeholders.ts';

describe('a placeholder', () => {
  it('is the same for the same value, and another for another', () => {
    const placeholders = createPlaceholders(new Set());
    const made = ['48213', 'ada@x.example', '48213', '48214', 'Ada@X.example'].map(placeholders);
    expect(made).toEqual(['10001', 'person-1@example.com', '10001', '10002', 'person-1@example.com']);
  });

  it('is no value that there is, and holds none', () => {
    const placeholders = createPlaceholders(new Set(['10001', 'person-1@example.com', 'son-2@']));
    expect(placeholders('48213')).toBe('10002');
    expect(placeholders('ada@x.example')).toBe('person-3@example.com');
  });

  it('stays apart from the others when every one holds a value', () => {
    const placeholders = createPlaceholders(new Set(['example.com']));
    expect(['a@x.example', 'b@x.example'].map(placeholders)).toEqual([
      'person-1@example.com',
      'person-2@example.com',
    ]);
  });

  it('has the format of its value', () => {
    const texts = fc.oneof(
      fc.string({ minLength: 1, unit: 'binary' }),
      fc.emailAddress(),
      fc.uuid(),
      fc.webUrl(),
      fc.stringMatching(
        /^20\d\d-[01]\d-[0-3]\d([T ][0-2]\d:[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|\+01:00|\+0100)?)?$/,
      ),
      fc.stringMatching(/^\+?[0-9a-f]{1,24}$/),
      fc.stringMatching(/^[A-Za-z_-]{1,12}$/),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(formatOf(createPlaceholders(new Set([text]))(text))).toBe(formatOf(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('of a global id is one of the same kind of thing', () => {
    const placeholders = createPlaceholders(new Set());
    const made = ['gid://shopify/Customer/544365967691', 'gid://shopify/Customer/1', 'gid://x/y/z'].map(
      placeholders,
    );
    expect(made).toEqual(['gid://shopify/Customer/100000000001', 'gid://shopify/Customer/11', 'word-a']);
  });

  it('is of one number more for each of a thousand values of one kind', () => {
    const placeholders = createPlaceholders(new Set());
    const codes = Array.from({ length: 1_000 }, (_, at) => placeholders(`${((at + 11) % 90) + 10}x${at}`));
    expect(new Set(codes).size).toBe(1_000);
    const countries = Array.from({ length: 26 * 26 }, (_, at) =>
      placeholders(String.fromCharCode(65 + (at % 26), 65 + Math.floor(at / 26))),
    );
    expect(new Set(countries).size).toBe(26 * 26);
  });
});
