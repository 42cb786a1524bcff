import { literal } from '../code.ts';
import type { TargetField } from '../integration/target.ts';
import type { Kind } from './kind.ts';

/** The fields of an event's data as what a mapping from an older version has to make. */
export function targetsOfKind(kind: Kind): readonly TargetField[] {
  if (kind.is !== 'fields') return [];
  return kind.fields.map(({ name, kind: inner, optional }) => ({
    name,
    type: typeOf(inner),
    optional,
    nullable: inner.nullable === true,
    fields: inner.is === 'fields' ? targetsOfKind(inner) : undefined,
  }));
}

function typeOf(kind: Kind): string {
  switch (kind.is) {
    case 'text':
      return 'string';
    case 'integer':
    case 'number':
      return 'number';
    case 'one of':
      return kind.values.map(literal).join(' | ');
    case 'list':
      return `(${typeOf(kind.items)})[]`;
    case 'map':
      return `Record<string, ${typeOf(kind.values)}>`;
    case 'either':
      return kind.options.map(typeOf).join(' | ');
    case 'fields':
      return 'an object';
    default:
      return kind.is;
  }
}
