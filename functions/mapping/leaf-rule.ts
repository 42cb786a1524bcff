/** The rule of one value: reads it, converts it, and does what was decided where there is none. */
import type { Tell } from './conversion.ts';
import { type Decisions, decided, decisionNames, missing, waysToDecide } from './decisions.ts';
import { guarded, sound, tell } from './moment.ts';
import { type AnyRule, type Moment, omitted, type Plan } from './rule.ts';

/** A step of a value's way: a coercion, or the combination of several values. */
export interface Step {
  readonly name: string;
  readonly convert: (value: unknown, tell: Tell) => unknown;
}

/** Where a value comes from, and through what. */
export interface Origin {
  readonly reads: readonly string[];
  /** Paths beside the data. */
  readonly beside?: readonly string[];
  readonly read: (moment: Moment) => unknown;
  readonly steps: readonly Step[];
}

/** Makes the origin of another path of the same scope. */
export type OriginAt = (path: string, steps: readonly Step[]) => Origin;

/** A rule over the first of its sources that has a value. */
export function leafRule(sources: readonly Origin[], originAt: OriginAt, decisions: Decisions = []): AnyRule {
  return {
    plan: (target: string) => planOf(sources, decisions, target),
    ...waysToDecide((decision) => leafRule(sources, originAt, [...decisions, decision])),
    orFrom: (path: string, ...steps: readonly Step[]) =>
      leafRule([...sources, originAt(path, steps)], originAt, decisions),
  } as AnyRule;
}

function planOf(sources: readonly Origin[], decisions: Decisions, target: string): Plan {
  const beside = sources.flatMap((source) => source.beside ?? []);
  const note = [...new Set(sources.flatMap(({ steps }) => steps.map(({ name }) => name)))].join(', ');
  const absent = [
    ...sources.slice(1).map((source) => `from ${source.reads.join(', ')}`),
    decisionNames(decisions) ?? [],
  ].flat();
  const makers = sources.map((source) => makerOf(source, target));
  return {
    lineage: [
      {
        target,
        reads: sources.flatMap(({ reads }) => reads),
        ...(beside.length > 0 && { beside }),
        ...(note !== '' && { note }),
        ...(absent.length > 0 && { absent: absent.join(', else ') }),
      },
    ],
    make: (moment) => {
      let value: unknown;
      for (let at = 0; at < makers.length; at += 1) {
        value = makers[at]?.(moment);
        if (value === null || value === undefined) continue;
        if (at > 0) tell(moment, 'defaulted', target);
        return value;
      }
      return decided(decisions, value, target, moment, () => whyNothing(sources, moment));
    },
  };
}

/** Reads and converts one source: null or undefined when the event or a step has none, else a sound value. */
function makerOf({ reads, beside, read, steps }: Origin, target: string): (moment: Moment) => unknown {
  const coerced = `${[...reads, ...(beside ?? [])].join(',')}→${target}`;
  return (moment) => {
    const found = read(moment);
    let value = found;
    for (const { name, convert } of steps) {
      if (value === null || value === undefined) return value;
      const before = value;
      value = guarded(target, moment, name, () => convert(before, (loss) => tell(moment, loss, target)));
    }
    if (value === null || value === undefined) return value;
    if (value !== found) tell(moment, 'coerced', coerced);
    return sound(value, target, moment);
  };
}

/** Said of the last source: all others fell back to it. */
function whyNothing(sources: readonly Origin[], moment: Moment): string {
  const paths = sources.flatMap(({ reads, beside }) => [...reads, ...(beside ?? [])]).join(', ');
  const last = sources.at(-1);
  const found = last?.read(moment);
  if (last === undefined || found === null || found === undefined) return missing(paths);
  return `${last.steps.map(({ name }) => name).join(', ')} makes nothing of ${paths}, and the mapping declares no default`;
}

/** Always the same. */
export function constant(value: unknown): AnyRule {
  return {
    plan: (target) => ({
      lineage: [{ target, reads: [], note: 'constant' }],
      make: (moment) => sound(value, target, moment),
    }),
  };
}

/** Never there. */
export function omit(why: string): AnyRule {
  return {
    plan: (target) => ({ lineage: [{ target, reads: [], note: `omitted: ${why}` }], make: () => omitted }),
  };
}
