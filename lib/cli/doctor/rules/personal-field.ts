import { toJSONSchema } from 'zod/v4/core';
import type { EventContract } from '../../../../functions/core/declare/event.ts';
import { isWithin } from '../../../../functions/core/declare/personal-path.ts';
import { looksPersonal } from '../../../scaffold/event/personal-names.ts';
import { declaredAt } from '../declared-at.ts';
import type { Place, Rule } from '../rule.ts';
import type { SourceFile } from '../source-file.ts';

/** Of what no contract declares personal, a log may show ids, codes and numbers as they are. */
export const personalField: Rule = {
  name: 'personal-field',
  mistake: 5,
  isAdvice: true,
  breaches: ({ files, events }) =>
    events.flatMap((event) => {
      const personal: readonly string[] = event.personal;
      const undeclared = looksPersonal(pathsOf(event)).filter(
        (path) => !personal.some((above) => isWithin(path, above)),
      );
      return undeclared.map((path) => ({
        ...fieldAt(filesOf(event, files), event.type, path),
        what: `the field ${path} of ${event.type} looks personal, and is not declared so`,
        todo: `add '${path}' to its \`personal\`: else its values may stand in the log`,
      }));
    }),
};

interface Schema {
  readonly type?: unknown;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** Types may hold themselves. */
const depthMax = 8;

/** Every path that ends at a text or a number, written as `personal` writes it. */
function pathsOf({ data }: EventContract): readonly string[] {
  const whole = toJSONSchema(data, { unrepresentable: 'any', io: 'input' }) as Schema;
  const below = (schema: Schema, at: string, depth: number): readonly string[] => {
    if (depth === 0) return [];
    const { $ref, properties = {}, additionalProperties, items, prefixItems = [] } = schema;
    const referred = $ref === '#' ? whole : whole.$defs?.[$ref?.replace('#/$defs/', '') ?? ''];
    const of = (one: Schema, step: string) => below(one, `${at}${step}`, depth - 1);
    const variants = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((one) => one ?? []);
    return [
      ...(referred === undefined ? [] : below(referred, at, depth - 1)),
      ...variants.flatMap((one) => below(one, at, depth - 1)),
      ...Object.entries(properties).flatMap(([name, one]) => of(one, at === '' ? name : `.${name}`)),
      ...[items, ...prefixItems].flatMap((one) => (one === undefined ? [] : of(one, '[]'))),
      ...(typeof additionalProperties === 'object' && Object.keys(additionalProperties).length > 0
        ? of(additionalProperties, '.*')
        : []),
      ...(['string', 'number', 'integer'].some((type) => type === schema.type) ? [at] : []),
    ];
  };
  return [...new Set(below(whole, '', depthMax))];
}

/** Versions of a type stand in files of their own. */
const filesOf = ({ version }: EventContract, files: readonly SourceFile[]) =>
  version === undefined
    ? files
    : files.filter(({ texts }) => texts.some(({ name, value }) => name === 'version' && value === version));

/** The property in the file of the event, each step within the one before; the line of the event where it stands elsewhere. */
function fieldAt(files: readonly SourceFile[], type: string, path: string): Place {
  const place = declaredAt(files, 'functions/events', 'type', type);
  const { properties = [] } = files.find((one) => one.path === place.file) ?? {};
  const first = properties.find(({ name, line }) => name === 'data' && line >= place.line);
  let found = first;
  for (const step of path.split(/[.[\]*]+/).filter((one) => one !== '')) {
    const around = found;
    found =
      around &&
      properties.find(({ name, start, end }) => name === step && start > around.start && end <= around.end);
  }
  return { file: place.file, line: found?.line ?? place.line };
}
