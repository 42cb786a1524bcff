import { literal, quoted } from '../code.ts';
import type { Kind } from '../event/kind.ts';
import { formatsIn, kindCode } from '../event/kind-code.ts';
import { camelCase, pascalCase } from '../names.ts';

export interface EventFacts {
  /** `customer.created`. */
  readonly type: string;
  /** `customer-created`. */
  readonly name: string;
  /** `2`, of one that stands beside another of its type. */
  readonly version?: string | undefined;
  readonly dataschema?: string | undefined;
  readonly kind: Kind;
  /** One line on what has happened; `undefined`: nobody said. */
  readonly about: string | undefined;
  readonly personal: readonly string[];
  readonly example: unknown;
  /** Whether the fields were read off an example, so that what it does not show is a guess. */
  readonly guessed: boolean;
}

/** functions/events/<name>.ts */
export function eventCode(facts: EventFacts): string {
  const { type, name, version, dataschema, kind, about, personal, example, guessed } = facts;
  const schema = kindCode(kind);
  const used = formatsIn(schema);
  const first = about ?? 'Fill in: what has happened when it is published.';
  const second = guessed
    ? ' Read off an example: look at each field, whether it may be null, and how long it may be.'
    : '';
  return `
import * as z from 'zod/mini';
import { type DataOf, defineEvent } from '../core/declare/event.ts';
${used.length === 0 ? '' : `import { ${used.join(', ')} } from './formats.ts';`}

/** ${`${first}${second}`.replaceAll('*/', '* /')} */
export const ${camelCase(name)} = defineEvent({
  type: ${quoted(type)},
${version === undefined ? '' : `  version: ${quoted(version)},`}
${dataschema === undefined ? '' : `  dataschema: ${quoted(dataschema)},`}
  data: ${schema},
  personal: ${literal(personal)},
  example: ${literal(example)},
});

export type ${pascalCase(name)} = DataOf<typeof ${camelCase(name)}>;
`;
}
