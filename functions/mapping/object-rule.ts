/** Rules that make objects, and rules that are there under a condition. */
import type { Lineage } from '../core/declare/mapping.ts';
import { MappingError } from '../core/errors.ts';
import { type Decisions, decided, decisionNames, missing, waysToDecide } from './decisions.ts';
import { guarded, placed } from './moment.ts';
import { type AnyRule, type Moment, omitted, type Plan, type RuleSet } from './rule.ts';

/** The rule itself, or that of an object whose keys have these rules. */
export function ruleOf(rules: AnyRule | RuleSet): AnyRule {
  return isRule(rules) ? rules : objectRule(rules);
}

const isRule = (rules: AnyRule | RuleSet): rules is AnyRule => typeof rules.plan === 'function';

function objectRule(rules: RuleSet): AnyRule {
  return {
    plan: (target) => {
      const prefix = target === '' ? '' : `${target}.`;
      const plans = Object.entries(rules).map(([key, rule]) => ({ key, ...rule.plan(`${prefix}${key}`) }));
      return {
        lineage: plans.flatMap(({ lineage }) => lineage),
        make: (moment) => {
          const made: [string, unknown][] = [];
          for (const { key, make } of plans) {
            const value = make(moment);
            if (value !== omitted) made.push([key, value]);
          }
          // fromEntries defines own properties, so that no key can reach a prototype.
          return Object.fromEntries(made);
        },
      };
    },
  };
}

/** `rule` where there is something at `path`, which `read` reads; else what was decided. */
export function presentRule(
  rule: AnyRule,
  path: string,
  read: (moment: Moment) => unknown,
  decisions: Decisions = [],
): AnyRule {
  const absent = decisionNames(decisions);
  return {
    plan: (target) => {
      const { lineage, make } = rule.plan(target);
      return {
        lineage: lineage.map((field) =>
          absent === undefined || field.absent !== undefined ? field : { ...field, absent },
        ),
        make: (moment) => {
          const found = read(moment);
          return found === null || found === undefined
            ? decided(decisions, found, target, moment, () => missing(path))
            : make(moment);
        },
      };
    },
    ...waysToDecide((decision) => presentRule(rule, path, read, [...decisions, decision])),
  } as AnyRule;
}

/** `rule` where `holds` says so of the event, else left out. */
export function conditionalRule(
  rule: AnyRule,
  paths: readonly string[],
  holds: (moment: Moment) => boolean,
): AnyRule {
  return decidedBy(paths, {
    plan: (target) => {
      const { lineage, make } = rule.plan(target);
      return {
        lineage,
        make: (moment) =>
          guarded(target, moment, 'condition', () => holds(moment)) ? make(moment) : omitted,
      };
    },
  });
}

/** `rule`, with these paths to decide on what it makes. */
export const decidedBy = (paths: readonly string[], rule: AnyRule): AnyRule => ({
  plan: (target) => {
    const { lineage, make } = rule.plan(target);
    return { lineage: lineage.map((field) => under(paths, field)), make };
  },
});

/** A field that these paths decide on, beside those that do already. */
export function under(paths: readonly string[], field: Lineage): Lineage {
  return { ...field, when: [...new Set([...paths, ...(field.when ?? [])])] };
}

/** One of several rules, by the value at `tag`. */
export function variantsRule(
  read: (moment: Moment) => unknown,
  tag: string,
  rules: ReadonlyMap<string, AnyRule>,
): AnyRule {
  return {
    plan: (target): Plan => {
      const plans = new Map([...rules].map(([name, rule]) => [name, rule.plan(target)]));
      return {
        lineage: [...plans.values()].flatMap(({ lineage }) => lineage.map((field) => under([tag], field))),
        make: (moment) => {
          const plan = plans.get(read(moment) as string);
          if (plan === undefined)
            throw new MappingError(placed(target, moment), `${tag} names no variant that the mapping has`);
          return plan.make(moment);
        },
      };
    },
  };
}
