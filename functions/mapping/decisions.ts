/** What a rule does where its source is null or absent. */
import { MappingError } from '../core/errors.ts';
import { placed, tell } from './moment.ts';
import { type AnyRule, type Moment, omitted, type Told } from './rule.ts';

interface Decision {
  /** For lineage. */
  readonly name: string;
  readonly told?: Told;
  readonly value: unknown;
}

/** The first is for both, absent and null; a second is for null alone. None: an event without a value is refused. */
export type Decisions = readonly Decision[];

/** The ways to decide, which a rule offers beside itself. */
export function waysToDecide(decide: (decision: Decision) => AnyRule) {
  return {
    orElse: (value: unknown) => decide({ name: `else ${JSON.stringify(value)}`, told: 'defaulted', value }),
    orOmit: () => decide({ name: 'left out', told: 'omitted', value: omitted }),
    orNull: () => decide({ name: 'null', value: null }),
  };
}

/** What stands in the target for `value`, null or undefined. Throws `MappingError`, for the reason `why`, when nobody decided. */
export function decided(
  decisions: Decisions,
  value: unknown,
  target: string,
  moment: Moment,
  why: () => string,
): unknown {
  const [absent, isNull = absent] = decisions;
  const decision = value === null ? isNull : absent;
  if (decision === undefined) throw new MappingError(placed(target, moment), why());
  if (decision.told !== undefined) tell(moment, decision.told, target);
  return decision.value;
}

/** For lineage: `left out`, or `left out, null: null` where they differ; undefined when nothing was decided. */
export function decisionNames(decisions: Decisions): string | undefined {
  const [absent, isNull] = decisions.map(({ name }) => name);
  return isNull === undefined ? absent : `${absent}, null: ${isNull}`;
}

/** The reason for a source that is null or absent where no rule says what then. */
export function missing(paths: string): string {
  return `the event has no ${paths}, and the mapping declares no default`;
}
