/** One value, held against what a document says of it. */
import { isDeepStrictEqual } from 'node:util';
import { allowedValues, chooseBranches, formsText } from './choose-branch.ts';
import { allowedTypes, everyPart, typesText } from './composition.ts';
import type { DocumentFindingKind } from './document-finding.ts';
import { fieldPlace, isMap } from './field-place.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';
import { fieldSchemas, forbids, isOpen, itemSchemas } from './known-fields.ts';
import { type Schema, type SchemaObject, typeNameOf } from './schema.ts';
import type { Schemas } from './schemas.ts';

export interface Remark {
  readonly kind: DocumentFindingKind;
  readonly place: string;
  readonly said: string;
  readonly seen: string;
}

export interface Reading {
  readonly remarks: readonly Remark[];
  /** Places of the fields that are there. */
  readonly seen: ReadonlySet<string>;
  /** Places of the fields that the document tells of, in objects that are there, with their types. */
  readonly promised: ReadonlyMap<string, string>;
}

/** What the document says at a place. */
interface Context {
  /** Holds for certain. */
  readonly must: readonly Schema[];
  /** Could hold, which counts only as knowing a field. */
  readonly may: readonly Schema[];
  /** Any field may be there. */
  readonly open: boolean;
  /** Schemas of the objects around this one. */
  readonly around: ReadonlySet<SchemaObject>;
}

/**
 * Reads `value` by `schema`. What it remarks on holds whichever branches of an `anyOf` or `oneOf` were meant; where that
 * makes a difference, there is no remark.
 */
export function readValue(
  value: unknown,
  schema: Schema,
  { schemas, maps }: { schemas: Schemas; maps: ReadonlySet<string> },
): Reading {
  const remarks: Remark[] = [];
  const present = new Set<string>();
  const promised = new Map<string, string>();
  const remark = (kind: DocumentFindingKind, place: string, said: string, seen: string) =>
    remarks.push({ kind, place, said, seen });

  const read = (value: unknown, { must, may, open, around }: Context, place: string): void => {
    const type = typeNameOf(value);
    const types = allowedTypes(must, schemas);
    if (!types.has(type)) {
      const kind = type === 'null' ? 'null-undocumented' : 'type-contradicted';
      // Without any type the document contradicts itself: no value could be right.
      if (types.size > 0) remark(kind, place, typesText(types), type);
      return;
    }
    const { sure, unfit } = chooseBranches(value, must, schemas);
    for (const choice of unfit) remark('type-contradicted', place, formsText(choice), 'none of them');
    for (const values of sure.map(allowedValues).filter((values) => values.length > 0)) {
      if (values.some((one) => isDeepStrictEqual(one, value))) continue;
      remark('value-contradicted', place, valuesText(values), `another ${type}`);
    }
    const every = everyPart([...must, ...may], schemas);
    // What another branch leaves open is no word on the fields within this one.
    const others = may.filter((schema) => !must.includes(schema));
    const isFree = open || isOpen(must, schemas) || others.some((schema) => isOpen([schema], schemas));
    if (isJsonObject(value)) readFields(value, { sure, every, isFree, around }, place);
    for (const [at, item] of Array.isArray(value) ? value.entries() : []) {
      const said = { must: itemSchemas(sure, at), may: itemSchemas(every, at), open: isFree, around };
      if (said.may.length > 0) read(item, said, `${place}[]`);
    }
  };

  const readFields = (
    value: JsonObject,
    {
      sure,
      every,
      isFree,
      around,
    }: Pick<Context, 'around'> & {
      sure: readonly SchemaObject[];
      every: readonly SchemaObject[];
      isFree: boolean;
    },
    place: string,
  ): void => {
    const keysAreData = isMap(place, maps);
    const named = (key: string) => fieldPlace(place, key, { maps, isNamed: true });
    for (const [key, field] of Object.entries(value)) {
      const may = fieldSchemas(every, key);
      const isNamed = every.some(({ properties = {} }) => Object.hasOwn(properties, key));
      const at = fieldPlace(place, key, { maps, isNamed });
      present.add(at);
      if (schemas.direction === 'request' && !isNamed && sure.some((one) => forbids(one, key))) {
        remark('request-refused', at, 'no such field', typeNameOf(field));
      } else if (may.length > 0) {
        const within = around.union(new Set(sure));
        read(field, { must: fieldSchemas(sure, key), may, open: isFree, around: within }, at);
      } else if (!keysAreData && !isFree) {
        remark('field-undocumented', at, 'no such field', typeNameOf(field));
      }
    }
    for (const part of sure) {
      const { required = [], properties = {}, 'x-hidden': hidden = [] } = part;
      for (const name of required) {
        if (!Object.hasOwn(value, name)) remark('field-missing', named(name), 'required', 'absent');
      }
      // In a circle the innermost always lacks something: what it promises was promised by the outermost.
      for (const [name, field] of keysAreData || around.has(part) ? [] : Object.entries(properties)) {
        if (field === false || hidden.includes(name)) continue;
        promised.set(named(name), typesText(allowedTypes([field], schemas)));
      }
    }
  };

  read(value, { must: [schema], may: [], open: false, around: new Set() }, '$');
  return { remarks, seen: present, promised };
}

/** More than a person reads; what the document lists beyond it is counted. */
const valuesMax = 8;

/** The document's own words. */
export function valuesText(values: readonly unknown[]): string {
  const shown = values.slice(0, valuesMax).map((value) => JSON.stringify(value));
  const more = values.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
