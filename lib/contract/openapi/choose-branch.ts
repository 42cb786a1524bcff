/** Which branches of `anyOf` and `oneOf` a value was meant for. */
import { allowedTypes, compose } from './composition.ts';
import { isJsonObject, own } from './json-object.ts';
import { type Schema, type SchemaObject, typeNameOf } from './schema.ts';
import type { Schemas } from './schemas.ts';

export interface Chosen {
  /** What holds for the value, the branches that were meant among it. */
  readonly sure: readonly SchemaObject[];
  /** Choices of which the value fits no branch, and nobody can tell which one was meant. */
  readonly unfit: readonly (readonly Schema[])[];
}

/** The branches that a value fits were meant; if it fits none, the only one that comes into question. */
export function chooseBranches(value: unknown, must: readonly Schema[], schemas: Schemas): Chosen {
  const given = [...must];
  const unfit: (readonly Schema[])[] = [];
  const done = new Set<readonly Schema[]>();
  for (;;) {
    const { sure, choices } = compose(given, schemas);
    const choice = choices.find((one) => !done.has(one));
    if (choice === undefined) return { sure, unfit };
    done.add(choice);
    const verdicts = choice.map((branch) => schemas.accepts(branch, value));
    // A branch that cannot be judged may be the one that was meant.
    if (verdicts.includes(undefined)) continue;
    const fitting = choice.filter((_, at) => verdicts[at]);
    const candidates = fitting.length > 0 ? [] : inQuestion(choice, value, schemas);
    given.push(...fitting, ...(candidates.length === 1 ? candidates : []));
    if (fitting.length === 0 && candidates.length !== 1) unfit.push(choice);
  }
}

/** Branches for values of this type; of those for objects, the ones whose tags (`"type": "contact"`) the value has. */
function inQuestion(choice: readonly Schema[], value: unknown, schemas: Schemas): readonly Schema[] {
  const ofType = choice.filter((branch) => allowedTypes([branch], schemas).has(typeNameOf(value)));
  if (!isJsonObject(value)) return ofType;
  return ofType.filter((branch) =>
    compose([branch], schemas).sure.every(({ properties = {} }) =>
      Object.entries(properties).every(([name, field]) => {
        const tags = compose([field], schemas).sure.flatMap(allowedValues);
        return tags.length === 0 || !Object.hasOwn(value, name) || tags.includes(own(value, name));
      }),
    ),
  );
}

/** The values that a schema lists; none where it lists none. */
export function allowedValues(schema: SchemaObject): readonly unknown[] {
  return schema.enum ?? (Object.hasOwn(schema, 'const') ? [schema.const] : []);
}

/** `email, or external_id, or role` for a choice that only asks for fields; else how many forms there are. */
export function formsText(choice: readonly Schema[]): string {
  const forms = choice.map((branch) =>
    typeof branch === 'object' && Object.keys(branch).join() === 'required' ? branch.required : undefined,
  );
  return forms.every((form) => form !== undefined)
    ? forms.map((form) => form.join(' and ')).join(', or ')
    : `one of ${choice.length} forms`;
}
