/** What is told of two bodies, place by place: one cause once, and nothing of what was only not seen. */
import { expect, it } from 'vitest';
import { compareShapes } from '../../../../../functions/core/contract/lock/compare-shapes.ts';
import { parseNotation } from '../../../../../functions/core/contract/shape/field-notation.ts';
import type { Field, Shape } from '../../../../../functions/core/contract/shape/shape.ts';

/** `{ '$.id?': 'integer' }`: a place that may be missing ends in a question mark. */
const shape = (notations: Readonly<Record<string, string>>, partial = false): Shape => ({
  partial,
  fields: new Map(
    Object.entries({ $: 'object', ...notations }).map(([marked, notation]) => {
      const optional = marked.endsWith('?');
      const path = optional ? marked.slice(0, -1) : marked;
      return [path, parseNotation(notation, optional) as Field];
    }),
  ),
});
const told = (recorded: Shape, observed: Shape) =>
  compareShapes(recorded, observed).map(
    ({ kind, breaking, place, was = '-', is = '-' }) =>
      `${breaking ? 'breaking' : 'additive'} ${kind} ${place}, ${was}, ${is}`,
  );

type Notations = Readonly<Record<string, string>>;

/** Of one place: what it was, what it is, and what is told. */
const fields: readonly (readonly [was: string, is: string, told: readonly string[]])[] = [
  ['integer', 'integer', []],
  ['integer', 'string', ['breaking field-retyped']],
  ['integer', 'number', ['additive field-retyped']],
  ['number', 'integer', []],
  ['string', 'number', ['breaking field-retyped']],
  ['integer | string', 'number', ['additive field-retyped']],
  ['boolean', 'number | string', ['breaking field-retyped']],
  ['null', 'string', ['additive field-retyped']],
  ['null', 'number', ['additive field-retyped']],
  ['string | null', 'number', ['breaking field-retyped']],
  ['string', 'string | null', ['breaking field-null']],
  ['string', 'null', ['breaking field-null']],
  ['string | null', 'null', []],
  ['integer', 'number | null', ['additive field-retyped', 'breaking field-null']],
  ['string(date)', 'string(date)', []],
  ['string(date)', 'string(email)', ['breaking format-changed']],
  ['string(date)', 'string', ['breaking format-changed']],
  ['string(date)', 'string(empty)', []],
  ['string(empty)', 'string(date)', []],
  ['string', 'string(date)', []],
  ['string(date|email)', 'string(email|uri)', []],
  ['string(decimal)', 'string', []],
  ['string(epoch-seconds)', 'string', []],
  ['string(date|decimal)', 'string', ['breaking format-changed']],
  ['string(decimal)', 'string(date)', ['breaking format-changed']],
  ['string(date) | null', 'null', []],
  ['string(date)', 'null', ['breaking field-null']],
  ['integer(epoch-seconds)', 'integer(epoch-milliseconds)', ['breaking format-changed']],
  ['integer(epoch-milliseconds|epoch-seconds)', 'integer(epoch-milliseconds)', []],
  ['integer(epoch-seconds)', 'integer', []],
  ['integer', 'integer(epoch-seconds)', []],
  ['string("a")', 'string("a")', []],
  ['string("a")', 'null', ['breaking field-null']],
  ['string("a") | null', 'null', []],
];

it.each(fields)('%s that is %s', (was, is, expected) => {
  expect(told(shape({ '$.a': was }), shape({ '$.a': is }))).toEqual(
    expected.map((one) => `${one} $.a, ${was}, ${is}`),
  );
});

it.each<readonly [string, Notations, Notations, readonly string[]]>([
  [
    'each new name by itself',
    { '$.type': 'string("a")' },
    { '$.type': 'string("a"|"b"|"c")' },
    [
      'additive name-new $.type, string("a"), string("b")',
      'additive name-new $.type, string("a"), string("c")',
    ],
  ],
  [
    'any text in place of names',
    { '$.type': 'string("a")' },
    { '$.type': 'string' },
    ['additive name-new $.type, string("a"), string'],
  ],
  ['names in place of any text', { '$.type': 'string' }, { '$.type': 'string("a")' }, []],
  ['one that is gone', { '$.a': 'string' }, {}, ['breaking field-gone $.a, string, -']],
  ['one that may be missing', { '$.a?': 'string' }, {}, []],
  [
    'one that may be missing, and was there always',
    { '$.a': 'string' },
    { '$.a?': 'string' },
    ['breaking field-optional $.a, string, string'],
  ],
  ['one that might have been missing, and may be', { '$.a?': 'string' }, { '$.a?': 'string' }, []],
  ['one that might have been missing, and is there', { '$.a?': 'string' }, { '$.a': 'string' }, []],
  [
    'new ones, the outer for the inner',
    {},
    { '$.b': 'object', '$.b.c': 'string', '$.bc': 'array', '$.bc[]': 'object', '$.bc[].d': 'string' },
    ['additive field-new $.b, -, object', 'additive field-new $.bc, -, array'],
  ],
  [
    'what is in one that has another type now: nothing',
    { '$.b': 'object', '$.b.c': 'string', '$.bc': 'string' },
    { '$.b': 'array', '$.b[]': 'string', '$.bc': 'integer' },
    ['breaking field-retyped $.b, object, array', 'breaking field-retyped $.bc, string, integer'],
  ],
  [
    'what is in one that has one type more, and changed as well: nothing',
    { '$.b': 'array', '$.b[]': 'integer' },
    { '$.b': 'array | string', '$.b[]': 'boolean' },
    ['breaking field-retyped $.b, array, array | string'],
  ],
  [
    'what is in one that is gone: nothing',
    { '$.b': 'object', '$.b.c': 'string' },
    {},
    ['breaking field-gone $.b, object, -'],
  ],
  [
    'items of a list that is empty: nothing',
    { '$.b': 'array', '$.b[]': 'object', '$.b[].c': 'string' },
    { '$.b': 'array' },
    [],
  ],
  [
    'all of them, by their places',
    { '$.c': 'string', '$.a': 'integer', '$.d': 'string' },
    { '$.c': 'string | null', '$.a': 'string', '$.b': 'string', '$.d': 'integer | null' },
    [
      'breaking field-retyped $.a, integer, string',
      'additive field-new $.b, -, string',
      'breaking field-null $.c, string, string | null',
      'breaking field-retyped $.d, string, integer | null',
    ],
  ],
  [
    'two of one place, in their order',
    { '$.b': 'integer', '$.a': 'string' },
    { '$.b': 'number | null', '$.a?': 'string | null' },
    [
      'breaking field-null $.a, string, string | null',
      'breaking field-optional $.a, string, string | null',
      'additive field-retyped $.b, integer, number | null',
      'breaking field-null $.b, integer, number | null',
    ],
  ],
])('%s', (_, was, is, expected) => {
  expect(told(shape(was), shape(is))).toEqual(expected);
});

it('nothing is gone, and nothing may be missing, where it was not read to the end', () => {
  expect(told(shape({ '$.a': 'string', '$.b': 'string' }), shape({ '$.b?': 'string' }, true))).toEqual([]);
  expect(told(shape({}, true), shape({ '$.a': 'string' }))).toEqual([]);
});
