import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { notationOf, parseNotation } from '../../../../../functions/core/contract/shape/field-notation.ts';
import type { Field } from '../../../../../functions/core/contract/shape/shape.ts';

const plain = { optional: false, formats: [], names: [] } as const;

/** Everything that a place can be by itself, as it is written and as it is read. */
const notations: readonly (readonly [notation: string, field: Field])[] = [
  ...(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'] as const).map(
    (type) => [type, { ...plain, types: [type] }] as const,
  ),
  ...(
    [
      'date',
      'date-dotted',
      'date-http',
      'date-json',
      'date-slashed',
      'date-time',
      'date-time-local',
      'decimal',
      'decimal-comma',
      'email',
      'empty',
      'epoch-milliseconds',
      'epoch-seconds',
      'uri',
      'uuid',
    ] as const
  ).map((format) => [`string(${format})`, { ...plain, types: ['string'], formats: [format] }] as const),
  ...(['epoch-microseconds', 'epoch-milliseconds', 'epoch-seconds'] as const).flatMap((unit) => [
    [`integer(${unit})`, { ...plain, types: ['integer'], units: [unit] }] as const,
    [`number(${unit})`, { ...plain, types: ['number'], units: [unit] }] as const,
  ]),
  ['string(email) | null', { ...plain, types: ['null', 'string'], formats: ['email'] }],
  ['string(date|email)', { ...plain, types: ['string'], formats: ['date', 'email'] }],
  ['string("a")', { ...plain, types: ['string'], names: ['a'] }],
  ['string("a.b:c_d-1"|"contact")', { ...plain, types: ['string'], names: ['a.b:c_d-1', 'contact'] }],
  [
    'number(epoch-milliseconds|epoch-seconds)',
    { ...plain, types: ['number'], units: ['epoch-milliseconds', 'epoch-seconds'] },
  ],
  [
    'array | integer(epoch-seconds) | string(uuid) | null',
    { ...plain, types: ['array', 'integer', 'null', 'string'], formats: ['uuid'], units: ['epoch-seconds'] },
  ],
];

describe('the notation of a field', () => {
  it.each(notations)('%s is written and read', (notation, field) => {
    expect(notationOf(field)).toBe(notation);
    expect(parseNotation(notation, false)).toEqual(field);
    expect(parseNotation(notation, true)).toEqual({ ...field, optional: true });
  });

  it('is read in any order, and sorted', () => {
    expect(parseNotation('null | array', false)?.types).toEqual(['array', 'null']);
    expect(parseNotation('string(email|date)', false)?.formats).toEqual(['date', 'email']);
    expect(parseNotation('string("lead"|"contact")', false)?.names).toEqual(['contact', 'lead']);
    expect(parseNotation('number(epoch-seconds|epoch-milliseconds)', false)?.units).toEqual([
      'epoch-milliseconds',
      'epoch-seconds',
    ]);
  });

  it.each([
    '',
    'text',
    'String',
    '1string',
    'string!',
    '(email)',
    'null|string',
    'string | string',
    'string()',
    'string(email',
    'string(phone)',
    'string(email|phone)',
    'string(email|"lead")',
    'string(x"lead")',
    'string("lead"x)',
    'string("1lead")',
    'string("")',
    'string("a b")',
    'string(epoch-microseconds)',
    'integer(email)',
    'integer(epoch-seconds|email)',
    'number("lead")',
    'boolean(email)',
    'array(email)',
    'object("lead")',
    'null(email)',
    'integer | number',
    'number | integer',
    'string(toString)',
    'integer(toString)',
  ])('%j is none', (text) => {
    expect(parseNotation(text, false)).toBeUndefined();
  });

  it('is undefined or what is written again as the same, whatever stands there', () => {
    const pieces = fc.constantFrom(
      ...notations.map(([notation]) => notation),
      ' | ',
      '|',
      '(',
      ')',
      '"lead"',
      'email',
      'x',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 5 }), (parts) => {
        const field = parseNotation(parts.join(''), false);
        if (field !== undefined) expect(parseNotation(notationOf(field), false)).toEqual(field);
      }),
    );
  });
});
