import { comment, quoted } from '../code.ts';
import type { SourceField } from '../integration/source.ts';
import type { TargetField } from '../integration/target.ts';

interface EventNamed {
  readonly from: string;
  readonly constant: string;
  /** `CustomerCreated`; `undefined`: the file exports no type of the data. */
  readonly data: string | undefined;
}

export interface MappingFacts {
  /** `customerToBilling`. */
  readonly constant: string;
  readonly event: EventNamed;
  readonly operation: { readonly from: string; readonly input: string };
  readonly sources: readonly SourceField[];
  readonly targets: readonly TargetField[];
}

/**
 * functions/mapping/<subject>-to-<destination>.ts: what has the same name and type on both sides is proposed, all else reads
 * `'?'`, which is no path: it does not compile, and would end as UNMAPPABLE. So do source fields that nobody has decided on.
 */
export function mappingCode({ constant, event, operation, sources, targets }: MappingFacts): string {
  const { code, unread } = rulesOf(targets, sources, false);
  const data = event.data ?? `DataOf<typeof ${event.constant}>`;
  return `
${event.data === undefined ? "import type { DataOf } from '../core/declare/event.ts';" : ''}
import type { ${operation.input} } from '${operation.from}';
import ${event.data === undefined ? `type { ${event.constant} }` : `type { ${event.data} }`} from '${event.from}';
${fieldImports(code)}import { mapper } from './mapper.ts';

const m = mapper<${data}, ${operation.input}>();

// Fill in: each '?' is a field of the event, or m.constant, m.derive, m.omit('why'). docs/mapping.md has them all.
export const ${constant} = m.define({
${code}
}, {
${unread}
});
`;
}

const fieldImports = (code: string) =>
  (['integerToString', 'booleanToString'] as const)
    .filter((name) => code.includes(name))
    .map((name) => `import { ${name} } from './fields/${fieldFiles[name]}.ts';\n`)
    .join('');

const fieldFiles = { integerToString: 'integer-to-string', booleanToString: 'boolean-to-string' } as const;

/** @param isSame whether what has the same name is the same: then it is proposed as it is, whatever its type */
function rulesOf(targets: readonly TargetField[], sources: readonly SourceField[], isSame: boolean) {
  const made = targets.map(
    (target) => (isSame ? sameRule(target, sources) : undefined) ?? ruleOf(target, sources),
  );
  const read = made.flatMap(({ reads }) => reads);
  const unread = sources.filter(
    ({ path }) => !read.some((one) => path === one || path.startsWith(`${one}[]`)),
  );
  return {
    code: made.map(({ code }) => code).join('\n'),
    unread: [
      unread.length === 0 ? '' : comment('Fill in: why each of these is not read, or read it above.'),
      ...unread.map(({ path }) => comment(`${quotedKey(path)}: 'why',`)),
    ].join('\n'),
  };
}

/** The field or the list of that very name; objects are made field by field. */
function sameRule(target: TargetField, sources: readonly SourceField[]): Made | undefined {
  const { name } = target;
  const source = sources.find(({ path }) => path === name || path.startsWith(`${name}[]`));
  if (source === undefined || target.fields !== undefined) return undefined;
  const isAbsent = source.path === name ? source.ownNullable : source.within.includes(name);
  const whenNull = !isAbsent ? '' : target.nullable ? '.orNull()' : target.optional ? '.orOmit()' : undefined;
  if (whenNull === undefined) return undefined;
  return { code: `${quoted(name)}: m.from(${quoted(name)})${whenNull},`, reads: [name] };
}

export interface UpcastFacts {
  /** `asCustomerCreatedV2`. */
  readonly constant: string;
  /** What is taken as the older version: its contract, or what takes all before it, too. */
  readonly taken: { readonly from: string; readonly constant: string };
  readonly older: EventNamed;
  readonly newer: EventNamed;
  readonly sources: readonly SourceField[];
  readonly targets: readonly TargetField[];
}

/** `as-<event>.ts` in functions/mapping: what is called the same in both versions is proposed, as in `mappingCode`. */
export function upcastCode({ constant, taken, older, newer, sources, targets }: UpcastFacts): string {
  const { code, unread } = rulesOf(targets, sources, true);
  const constants = [{ ...taken }, { from: newer.from, constant: newer.constant }];
  const types = [older, newer].map(({ from, constant: name, data }) => ({
    from,
    constant: data === undefined ? name : `type ${data}`,
  }));
  const imports = Map.groupBy([...constants, ...types], ({ from }) => from);
  const dataOf = ({ constant: name, data }: EventNamed) => data ?? `DataOf<typeof ${name}>`;
  const needsDataOf = [older, newer].some(({ data }) => data === undefined);
  return `
${needsDataOf ? "import type { DataOf } from '../core/declare/event.ts';" : ''}
import { upcast } from '../core/envelope/upcast.ts';
${[...imports].map(([from, all]) => `import { ${[...new Set(all.map((one) => one.constant))].join(', ')} } from '${from}';`).join('\n')}
${fieldImports(code)}import { mapper } from './mapper.ts';

const m = mapper<${dataOf(older)}, ${dataOf(newer)}>();

// Fill in: each '?' is a field of the older version, or m.constant, m.derive, m.omit('why'). docs/mapping.md has them all.
const toNewer = m.define({
${code}
}, {
${unread}
});

/** Older versions, too, as the data of the newest: the \`event\` of integrations. */
export const ${constant} = upcast(${taken.constant}, ${newer.constant}, toNewer);
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
