/** Two mappings, one after the other, as one: its lineage and its reports lead from the first source to the last target. */
import type { Beside, Lineage, Mapped, Mapper, MappingReport } from './mapping.ts';
import { isWithin } from './personal-path.ts';

export function composedMapper<Source, Between, Target, B extends Beside>(
  first: Mapper<Source, Between, B>,
  second: Mapper<Between, Target, B>,
): Mapper<Source, Target, B> {
  /** What the first makes a path of. */
  const originsOf = (path: string) => first.lineage.filter(({ target }) => overlap(target, path));
  const readsOf = (path: string) => originsOf(path).flatMap(({ reads }) => reads);
  /** What the second makes of a path. */
  const targetsOf = (path: string) =>
    second.lineage.flatMap(({ target, reads }) =>
      reads.some((read) => overlap(read, path)) ? [target] : [],
    );
  const joined = (report: MappingReport, last: MappingReport): MappingReport => {
    const told = (what: Exclude<keyof MappingReport, 'coerced' | 'unmapped'>) =>
      unique([...(report[what] ?? []).flatMap(targetsOf), ...(last[what] ?? [])]);
    const coerced = [
      ...report.coerced.map(ends).flatMap(([from, to]) => targetsOf(to).map((target) => `${from}→${target}`)),
      ...last.coerced
        .map(ends)
        .map(([from, to]) => `${unique(from.split(',').flatMap(readsOf)).join()}→${to}`),
    ];
    const others = optional.map((what) => [what, told(what)] as const);
    return {
      defaulted: told('defaulted'),
      coerced: unique(coerced),
      unmapped: report.unmapped,
      ...Object.fromEntries(others.filter(([, targets]) => targets.length > 0)),
    };
  };
  return {
    map: (source, beside): Mapped<Target> => {
      const between = first.map(source, beside);
      if (between.skipped !== undefined) return between;
      const mapped = second.map(between.output, beside);
      return { ...mapped, report: joined(between.report, mapped.report) };
    },
    lineage: second.lineage.map((field) => throughout(field, originsOf)),
    unread: { ...first.unread, ...lostBetween(first.lineage, second) },
  };
}

const optional = ['omitted', 'cut', 'rounded', 'dropped'] as const;

const overlap = (a: string, b: string) => isWithin(a, b) || isWithin(b, a);

const unique = <T>(all: readonly T[]): readonly T[] => [...new Set(all)];

/** The two sides of what was coerced. */
const ends = (entry: string): readonly [string, string] => {
  const at = entry.lastIndexOf('→');
  return [entry.slice(0, at), entry.slice(at + 1)];
};

function throughout(field: Lineage, originsOf: (path: string) => readonly Lineage[]): Lineage {
  const origins = field.reads.flatMap(originsOf);
  const deciding = (field.when ?? []).flatMap(originsOf);
  const beside = unique([
    ...[...origins, ...deciding].flatMap((one) => one.beside ?? []),
    ...(field.beside ?? []),
  ]);
  const when = unique([
    ...origins.flatMap((one) => one.when ?? []),
    ...deciding.flatMap(({ reads }) => reads),
  ]);
  const note = textOf([...origins, field].flatMap((one) => one.note ?? []));
  const absent = textOf([...origins, field].flatMap((one) => one.absent ?? []));
  return {
    target: field.target,
    reads: unique(origins.flatMap(({ reads }) => reads)),
    ...(beside.length > 0 && { beside }),
    ...(note !== '' && { note }),
    ...(absent !== '' && { absent }),
    ...(when.length > 0 && { when }),
  };
}

const textOf = (parts: readonly string[]) => unique(parts).join(', then ');

/** Paths that the first reads for nothing but what the second does not read, with its reason. */
function lostBetween(
  lineage: readonly Lineage[],
  { lineage: later, unread }: Pick<Mapper<never, unknown>, 'lineage' | 'unread'>,
): Readonly<Record<string, string>> {
  const isRead = ({ target }: Lineage) =>
    later.some(({ reads, when = [] }) => [...reads, ...when].some((path) => overlap(path, target)));
  const used = new Set(lineage.filter(isRead).flatMap(({ reads, when = [] }) => [...reads, ...when]));
  return Object.fromEntries(
    lineage.flatMap(({ target, reads }) =>
      reads
        .filter((path) => !used.has(path))
        .map((path) => [path, unread[target] ?? unread[target.replace(/\[\].*$/, '')] ?? 'not read']),
    ),
  );
}
