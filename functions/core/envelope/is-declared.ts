import type * as z from 'zod/mini';
import type { JsonPath } from './strict-json.ts';

/**
 * Whether `schema` says anything of what stands at `path`. What it does not, in a loose object, no mapping reads. A schema
 * that takes anything declares all of it.
 */
export function isDeclared(schema: z.core.$ZodType, path: JsonPath): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return true;
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object': {
      const field = Object.hasOwn(def.shape, key) ? def.shape[key] : undefined;
      if (field !== undefined) return isDeclared(field, rest);
      // A loose object's catchall takes anything, and says nothing by it.
      return (
        def.catchall !== undefined && kindOf(def.catchall) !== 'unknown' && isDeclared(def.catchall, rest)
      );
    }
    case 'array':
      return isDeclared(def.element, rest);
    case 'record':
      return isDeclared(def.valueType, rest);
    case 'union':
      return def.options.some((option) => isDeclared(option, path));
    case 'intersection':
      return isDeclared(def.left, path) || isDeclared(def.right, path);
    case 'pipe':
      return isDeclared(def.in, path);
    case 'lazy':
      return isDeclared(def.getter(), path);
    case 'nullable':
    case 'optional':
    case 'nonoptional':
    case 'default':
    case 'prefault':
    case 'readonly':
      return isDeclared(def.innerType, path);
    default:
      return true;
  }
}

const kindOf = (schema: z.core.$ZodType) => (schema as z.core.$ZodTypes)._zod.def.type;
