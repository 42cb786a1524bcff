import type { EventContract } from '../../../../functions/core/declare/event.ts';
import { versionName } from '../../../../functions/core/declare/version-of.ts';
import { contractsTaken } from '../../../../functions/core/declare/versions.ts';
import { declaredAt } from '../declared-at.ts';
import type { Rule } from '../rule.ts';

/** While a publisher moves, events of both versions come: who takes one of them buries or never gets the others. */
export const versionNotTaken: Rule = {
  name: 'version-not-taken',
  mistake: 3,
  isAdvice: true,
  breaches: ({ files, integrations, events }) => {
    const ofOneType = [...Map.groupBy(events, ({ type }) => type).values()];
    const groups = [...ofOneType, ...integrations.map(({ event }) => contractsTaken(event))];
    return integrations.flatMap(({ name, event, retiring }) => {
      const taken = contractsTaken(event);
      const siblings = groups.filter((group) => group.some((one) => taken.includes(one))).flat();
      const missing = [...new Set(siblings)].filter((one) => !taken.includes(one));
      if (missing.length === 0 || retiring === true) return [];
      return [
        {
          ...declaredAt(files, 'functions/integrations', 'name', name),
          what: `${name} takes ${list(taken, siblings)}, and not ${list(missing, siblings)}`,
          todo: 'give it what `upcast` makes of all: docs/events.md',
        },
      ];
    });
  },
};

const list = (contracts: readonly EventContract[], among: readonly EventContract[]) =>
  contracts
    .map((one) => {
      const name = versionName(one, among);
      return name === one.type ? name : `version ${name} of ${one.type}`;
    })
    .join(' and ');
