/** The circuits of single operations: one attribute of the account's item, changed under its own text as condition. */
import type { AccountState } from './account.ts';
import type { AccountItem } from './account-item.ts';
import type { Update } from './account-update.ts';
import type { Circuit } from './circuit.ts';

/** Few write it, and seldom: who is outrun so often is in a crowd that says the same. */
const guessesMax = 6;

/**
 * Changes one operation's circuit, and tells whether it did. Throws when it could not be written.
 * @param known the account as it was last seen: read anew where it has changed since
 * @param change what the circuit becomes: `undefined` closes it, the same one leaves all as it is
 */
export async function changeOperationCircuit(
  write: AccountItem['write'],
  known: AccountState,
  operation: string,
  change: (circuit: Circuit | undefined) => Circuit | undefined,
): Promise<boolean> {
  let { operations } = known;
  for (let guess = 0; guess < guessesMax; guess += 1) {
    const circuit = operations[operation];
    const changed = change(circuit);
    if (changed === circuit) return false;
    const { [operation]: _, ...others } = operations;
    const after = changed === undefined ? others : { ...others, [operation]: changed };
    const { done, state } = await write(operationsBecome(operations, after));
    if (done) return true;
    operations = state.operations;
  }
  return false;
}

type Circuits = AccountState['operations'];

const isEmpty = (circuits: Circuits) => Object.keys(circuits).length === 0;

/** The condition that they are still what they were. The text is as `JSON.stringify` wrote it: parsed, it makes the same again. */
export const operationsAre = (circuits: Circuits): Partial<Update> =>
  isEmpty(circuits)
    ? { conditions: ['attribute_not_exists(operations)'] }
    : {
        conditions: ['operations = :operationsBefore'],
        values: { ':operationsBefore': JSON.stringify(circuits) },
      };

export function operationsBecome(before: Circuits, after: Circuits): Partial<Update> {
  const { conditions = [], values = {} } = operationsAre(before);
  return isEmpty(after)
    ? { conditions, removes: ['operations'], values }
    : {
        conditions,
        sets: ['operations = :operations'],
        values: { ...values, ':operations': JSON.stringify(after) },
      };
}
