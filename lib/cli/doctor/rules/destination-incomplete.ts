import type { Destination } from '../../../../functions/core/declare/destination.ts';
import { declaredAt } from '../declared-at.ts';
import type { Mistake, Rule } from '../rule.ts';

interface Part {
  readonly name: string;
  readonly mistake: Mistake;
  readonly isAdvice?: true;
  readonly isThere: (destination: Partial<Destination>) => boolean;
  readonly what: string;
  readonly todo: string;
}

const parts: readonly Part[] = [
  {
    name: 'destination-without-limit',
    mistake: 2,
    isThere: ({ rateLimits }) =>
      (rateLimits?.length ?? 0) > 0 &&
      rateLimits?.every(({ requests, windowMs }) => requests > 0 && windowMs > 0) === true,
    what: 'has no rate limit',
    todo: 'declare `rateLimits` as its documentation says them, or as `probe` met them',
  },
  {
    name: 'destination-without-probe',
    mistake: 1,
    isThere: ({ probe }) => probe?.method !== undefined && probe.path !== undefined,
    what: 'has no probe',
    todo: 'declare `probe`, a cheap request without effect: nothing else tells whether a key works',
  },
  {
    name: 'destination-without-errors',
    mistake: 5,
    // A new destination has none, until its first refusals were seen.
    isAdvice: true,
    isThere: ({ readError, codes, statuses, judge }) =>
      typeof readError === 'function' && [codes, statuses, judge].some((one) => one !== undefined),
    what: "reads no errors of the third party's own",
    todo: 'declare `readError`, and in `codes`, `statuses` or `judge` what they mean: else a refusal of everybody buries every event',
  },
];

/** The compiler asks for most of it too; a cast, or settings that make an empty list, get past the compiler. */
export const destinationIncomplete: readonly Rule[] = parts.map(({ isThere, what, todo, ...rule }) => ({
  ...rule,
  breaches: ({ files, integrations }) =>
    [
      ...new Map(
        integrations.map(({ operation: { destination } }) => [destination.name, destination]),
      ).values(),
    ]
      .filter((destination) => !isThere(destination))
      .map((destination) => ({
        ...declaredAt(files, 'functions/destinations', 'name', destination.name),
        what: `the destination ${destination.name} ${what}`,
        todo,
      })),
}));
