import { comment, quoted } from '../code.ts';
import type { SourceField } from '../integration/source.ts';
import type { TargetField } from '../integration/target.ts';

export interface MappingFacts {
  /** `customerToBilling`. */
  readonly constant: string;
  readonly event: { readonly from: string; readonly constant: string; readonly data: string | undefined };
  readonly operation: { readonly from: string; readonly input: string };
  readonly sources: readonly SourceField[];
  readonly targets: readonly TargetField[];
}

/**
 * functions/mapping/<subject>-to-<destination>.ts: what has the same name and type on both sides is proposed, all else reads
 * `'?'`, which is no path: it does not compile, and would end as UNMAPPABLE. So do source fields that nobody has decided on.
 */
export function mappingCode({ constant, event, operation, sources, targets }: MappingFacts): string {
  const made = targets.map((target) => ruleOf(target, sources));
  const read = new Set(made.flatMap(({ reads }) => reads));
  const unread = sources.filter(({ path }) => !read.has(path));
  const data = event.data ?? `DataOf<typeof ${event.constant}>`;
  const code = made.map(({ code: line }) => line).join('\n');
  return `
${event.data === undefined ? "import type { DataOf } from '../core/declare/event.ts';" : ''}
import type { ${operation.input} } from '${operation.from}';
import ${event.data === undefined ? `type { ${event.constant} }` : `type { ${event.data} }`} from '${event.from}';
${/integerToString/.test(code) ? "import { integerToString } from './fields/integer-to-string.ts';" : ''}
${/booleanToString/.test(code) ? "import { booleanToString } from './fields/boolean-to-string.ts';" : ''}
import { mapper } from './mapper.ts';

const m = mapper<${data}, ${operation.input}>();

// Fill in: each '?' is a field of the event, or m.constant, m.derive, m.omit('why'). docs/mapping.md has them all.
export const ${constant} = m.define({
${code}
}, {
${unread.length === 0 ? '' : comment('Fill in: why each of these is not read, or read it above.')}
${unread.map(({ path }) => comment(`${quotedKey(path)}: 'why',`)).join('\n')}
});
`;
}

interface Made {
  readonly code: string;
  readonly reads: readonly string[];
}

function ruleOf(target: TargetField, sources: readonly SourceField[]): Made {
  const key = quoted(target.name);
  if (target.fields !== undefined) {
    const whole = objectRule(target, target.fields, sources);
    if (whole !== undefined) return whole;
    const inner = target.fields.map((field) =>
      ruleOf(
        field,
        sources.filter(({ path }) => path.includes('.')),
      ),
    );
    const note = target.optional ? `// may be left out: m.omit('why'), or m.objectFrom\n` : '';
    return {
      code: `${note}${key}: m.object({\n${inner.map(({ code }) => code).join('\n')}\n}),`,
      reads: inner.flatMap(({ reads }) => reads),
    };
  }
  const source = sources
    .filter((each) => sameName(each, target))
    .map((each) => [each, fitting(each, target)] as const);
  const [only] = source;
  if (source.length === 1 && only?.[1] !== undefined)
    return { code: `${key}: ${only[1]},`, reads: [only[0].path] };
  const what = `${target.type}${target.nullable ? ' | null' : ''}${target.optional ? ", or m.omit('why')" : ''}`;
  return { code: `${comment(what)}\n${key}: m.from('?'),`, reads: [] };
}

/** From the source object of the same name, if there is one and it may be missing where the target may. */
function objectRule(
  target: TargetField,
  fields: readonly TargetField[],
  sources: readonly SourceField[],
): Made | undefined {
  const heads = sources.flatMap(({ path }) => /^(\w+)\./.exec(path)?.[1] ?? []);
  const head = heads.find((name) => bare(name) === bare(target.name));
  if (head === undefined) return undefined;
  const within = sources.filter(({ path }) => path.startsWith(`${head}.`));
  const isNullable = within.some((each) => each.within.includes(head));
  const whenNull = !isNullable
    ? ''
    : target.optional
      ? '.orOmit()'
      : target.nullable
        ? '.orNull()'
        : undefined;
  if (whenNull === undefined) return undefined;
  const inside = within.map((each): SourceField => {
    const around = each.within.filter((path) => path !== head);
    const nullable = around.length > 0 || each.ownNullable;
    return { ...each, path: each.path.slice(head.length + 1), within: around, nullable };
  });
  const made = fields.map((field) => ruleOf(field, inside));
  const code = made.map((each) => each.code.replaceAll('m.from(', 'inside.from(')).join('\n');
  return {
    code: `${quoted(target.name)}: m.objectFrom(${quoted(head)}, (inside) => ({\n${code}\n}))${whenNull},`,
    reads: made.flatMap(({ reads }) => reads.map((path) => `${head}.${path}`)),
  };
}

const bare = (name: string) => name.replace(/[_-]/g, '').toLowerCase();
const sameName = ({ path }: SourceField, { name }: TargetField) =>
  !path.includes('[]') && bare(path.split('.').at(-1) ?? '') === bare(name);

/** The rule that reads the source, if it has the target's type or one of the usual ways to it. */
function fitting(source: SourceField, target: TargetField): string | undefined {
  const [type, ...others] = source.types;
  const to = target.type.trim();
  if (others.length > 0) return undefined;
  const whenNull = !source.nullable
    ? ''
    : target.optional
      ? '.orOmit()'
      : target.nullable
        ? '.orNull()'
        : undefined;
  if (whenNull === undefined) return undefined;
  const path = quoted(source.path);
  const same =
    (type === 'string' && to === 'string') ||
    (type === 'boolean' && to === 'boolean') ||
    ((type === 'integer' || type === 'number') && to === 'number');
  if (same) return `m.from(${path})${whenNull}`;
  if (to !== 'string') return undefined;
  if (type === 'integer') return `m.from(${path}, integerToString)${whenNull}`;
  return type === 'boolean' ? `m.from(${path}, booleanToString)${whenNull}` : undefined;
}

const quotedKey = (path: string) => (/^\w+$/.test(path) ? path : `'${path}'`);
