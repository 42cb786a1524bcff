/** What a field of an event is: read off examples or off a JSON Schema, written as code of its contract. */

/** Text of a known form. Those with a dash are JSON Schema's; the others are ours (functions/events/formats.ts). */
export type TextForm =
  | 'country'
  | 'currency'
  | 'date'
  | 'date-time'
  | 'decimal'
  | 'email'
  | 'line'
  | 'locale'
  | 'person'
  | 'phone'
  | 'uri'
  | 'uuid';

export interface Text {
  readonly is: 'text';
  readonly form?: TextForm | undefined;
  readonly lengthMin?: number | undefined;
  readonly lengthMax?: number | undefined;
  /** As in a regular expression with the flag `u`. */
  readonly pattern?: string | undefined;
}

export interface Bounded {
  readonly is: 'integer' | 'number';
  readonly least?: number | undefined;
  readonly most?: number | undefined;
  readonly above?: number | undefined;
  readonly below?: number | undefined;
}

export interface List {
  readonly is: 'list';
  readonly items: Kind;
  readonly itemsMin?: number | undefined;
  readonly itemsMax?: number | undefined;
}

export interface Fields {
  readonly is: 'fields';
  readonly fields: readonly FieldOf[];
}

export interface FieldOf {
  readonly name: string;
  readonly kind: Kind;
  /** May be missing. */
  readonly optional: boolean;
  /** What a reader of the contract should know, one line. */
  readonly note?: string | undefined;
}

export type Kind = (
  | Text
  | Bounded
  | List
  | Fields
  | { readonly is: 'boolean' }
  | { readonly is: 'unknown' }
  /** An object whose keys are data. */
  | { readonly is: 'map'; readonly values: Kind }
  | { readonly is: 'one of'; readonly values: readonly (string | number | boolean)[] }
  | { readonly is: 'either'; readonly options: readonly Kind[] }
) & { readonly nullable?: boolean | undefined };

/** Why no contract can be made: for the operator. Names places and keywords, never a value. */
export class KindError extends Error {
  override readonly name = 'KindError';
}

/** Paths that a contract can name as personal, as `PersonalPathOf` has them: all that end at a text or a number. */
export function nameablePaths(kind: Kind): readonly string[] {
  if (kind.is !== 'fields') return [];
  return kind.fields.flatMap(({ name, kind: inner }) => pathsBelow(inner, name));
}

function pathsBelow(kind: Kind, at: string): readonly string[] {
  switch (kind.is) {
    case 'fields':
      return nameablePaths(kind).map((path) => `${at}.${path}`);
    case 'list':
      return pathsBelow(kind.items, `${at}[]`);
    case 'map':
      return pathsBelow(kind.values, `${at}.*`);
    case 'boolean':
      return [];
    case 'one of':
      return kind.values.some((value) => typeof value !== 'boolean') ? [at] : [];
    default:
      return [at];
  }
}
