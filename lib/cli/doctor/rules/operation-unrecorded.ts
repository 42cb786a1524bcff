import { contractOf } from '../../../../functions/core/declare/account-of.ts';
import { declaredAt } from '../declared-at.ts';
import type { Rule } from '../rule.ts';
import type { SourceFile } from '../source-file.ts';

/** What the recorded contract does not have, no look compares: neither the probe of every day nor what deliveries see. */
export const operationUnrecorded: Rule = {
  name: 'operation-unrecorded',
  mistake: 1,
  isAdvice: true,
  breaches: ({ files, integrations }) => {
    const operations = new Map(
      integrations
        .filter(({ retiring }) => retiring !== true)
        .map(({ operation }) => [`${contractOf(operation.destination)} ${operation.name}`, operation]),
    );
    return [...operations.values()].flatMap(({ name, destination }) => {
      const contract = contractOf(destination);
      const recorded = recordedIn(files, contract);
      if (recorded === undefined || recorded.includes(name)) return [];
      return [
        {
          ...declaredAt(files, `functions/destinations/${contract}`, 'name', name),
          what: `contracts/${contract}.lock.json does not have the operation ${name}`,
          todo: `npm run interlock -- probe ${destination.name} --env dev --write --update: nothing watches it until then`,
        },
      ];
    });
  },
};

/** The operations of a lock; undefined: nothing was recorded of this third party, as every look says. */
function recordedIn(files: readonly SourceFile[], contract: string): readonly string[] | undefined {
  const lock = files.find(({ path }) => path === `contracts/${contract}.lock.json`);
  if (lock === undefined) return undefined;
  const { operations = {} } = JSON.parse(lock.lines.join('\n')) as { readonly operations?: object };
  return Object.keys(operations);
}
