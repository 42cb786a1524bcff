/** The schema of a contract as code: `z.…` and what functions/events/formats.ts has. */
import { comment, literal, number, quoted } from '../code.ts';
import type { Bounded, Kind, Text, TextForm } from './kind.ts';

/** Those of functions/events/formats.ts, and zod's own. */
const formCode: Readonly<Record<TextForm, string>> = {
  country: 'countryCode()',
  currency: 'currencyCode()',
  date: 'z.iso.date()',
  'date-time': 'timestamp()',
  decimal: 'positiveDecimal()',
  email: 'email()',
  line: 'shortText()',
  locale: 'languageTag()',
  person: 'personName()',
  phone: 'e164()',
  uri: 'z.url()',
  uuid: 'z.uuid()',
};

/** What the code may import from functions/events/formats.ts. */
const formats =
  'countryCode currencyCode e164 email languageTag personName positiveDecimal positiveInteger shortText timestamp'.split(
    ' ',
  );

/** Those of `formats.ts` that the code calls. */
export const formatsIn = (code: string): readonly string[] =>
  formats.filter((name) => new RegExp(`(?<![.\\w])${name}\\(`).test(code));

/** Objects are loose: an unknown field passes, and is reported as unmapped. */
export function kindCode(kind: Kind): string {
  const code = bareCode(kind);
  return kind.nullable ? `z.nullable(${code})` : code;
}

function bareCode(kind: Kind): string {
  switch (kind.is) {
    case 'text':
      return textCode(kind);
    case 'integer':
    case 'number':
      return numberCode(kind);
    case 'boolean':
      return 'z.boolean()';
    case 'unknown':
      return 'z.unknown()';
    case 'one of':
      return kind.values.every((value) => typeof value === 'string')
        ? `z.enum(${literal(kind.values)})`
        : `z.literal(${literal(kind.values)})`;
    case 'either':
      return `z.union([${kind.options.map(kindCode).join(', ')}])`;
    case 'map':
      return `z.record(z.string(), ${kindCode(kind.values)})`;
    case 'list':
      return checked(`z.array(${kindCode(kind.items)})`, [
        bound('z.minLength', kind.itemsMin),
        bound('z.maxLength', kind.itemsMax),
      ]);
    case 'fields': {
      const fields = kind.fields.map(({ name, kind: inner, optional, note }) => {
        const code = kindCode(inner);
        return `${note === undefined ? '' : `${comment(note)}\n`}${quoted(name)}: ${optional ? `z.optional(${code})` : code},`;
      });
      return `z.looseObject({\n${fields.join('\n')}\n})`;
    }
  }
}

function textCode({ form, lengthMin, lengthMax, pattern }: Text): string {
  const base = form === undefined ? 'z.string()' : formCode[form];
  return checked(base, [
    bound('z.minLength', lengthMin),
    bound('z.maxLength', lengthMax),
    pattern === undefined ? '' : `z.regex(/${pattern}/u)`,
  ]);
}

function numberCode({ is, least, most, above, below }: Bounded): string {
  if (is === 'integer' && above === 0 && [least, most, below].every((each) => each === undefined)) {
    return 'positiveInteger()';
  }
  return checked(is === 'integer' ? 'z.int()' : 'z.number()', [
    bound('z.gte', least),
    bound('z.lte', most),
    bound('z.gt', above),
    bound('z.lt', below),
  ]);
}

const bound = (check: string, value: number | undefined) =>
  value === undefined ? '' : `${check}(${Number.isInteger(value) ? number(value) : value})`;

function checked(base: string, checks: readonly string[]): string {
  const written = checks.filter((check) => check !== '');
  return written.length === 0 ? base : `${base}.check(${written.join(', ')})`;
}
