import { describe, expect, it } from 'vitest';
import {
  addNumber,
  addString,
  addType,
  createPlace,
  fieldsOf,
} from '../../../../../functions/core/contract/shape/place.ts';
import type { Format, TypeName, Unit } from '../../../../../functions/core/contract/shape/shape.ts';

const types = [
  'array',
  'boolean',
  'integer',
  'null',
  'number',
  'object',
  'string',
] as const satisfies TypeName[];
const formats = [
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
] as const satisfies Format[];
const units = ['epoch-microseconds', 'epoch-milliseconds', 'epoch-seconds'] as const satisfies Unit[];

const rootOf = (place: ReturnType<typeof createPlace>) => fieldsOf(place).get('$');

describe('what was found at a place', () => {
  it.each(types)('is the type %s', (type) => {
    const place = createPlace();
    addType(place, type);
    expect(rootOf(place)).toEqual({ types: [type], optional: false, formats: [], names: [] });
  });

  it.each(formats)('is a string of the form %s', (format) => {
    const place = createPlace();
    addString(place, format, undefined);
    expect(rootOf(place)).toEqual({ types: ['string'], optional: false, formats: [format], names: [] });
  });

  it.each(units)('is a number that counts %s', (unit) => {
    const place = createPlace();
    addNumber(place, 'integer', unit);
    expect(rootOf(place)).toEqual({
      types: ['integer'],
      optional: false,
      formats: [],
      names: [],
      units: [unit],
    });
  });

  it('is all of it, sorted, whatever came first', () => {
    const place = createPlace();
    for (const type of types.toReversed()) addType(place, type);
    for (const format of formats.toReversed()) addString(place, format, undefined);
    for (const unit of units.toReversed()) addNumber(place, 'number', unit);
    expect(rootOf(place)).toEqual({
      types: ['array', 'boolean', 'null', 'number', 'object', 'string'],
      optional: false,
      formats,
      names: [],
      units,
    });
  });
});
