/** Several accounts at one third party: EU and US, two brands. What is the account's own goes by its name. */
import type { AnyDestination, Destination } from './destination.ts';
import { refuseName } from './names.ts';
import type { Operation } from './operation.ts';

/**
 * Another account of `destination`, with its own secret, limit, parking and settings; contract, lock and stand-in are those
 * of the destination, because they are the third party's. Throws `TypeError` on a name that `defineDestination` would refuse.
 * @param changes what is otherwise with this account: its host, its plan's limits
 */
export function accountOf<D extends AnyDestination>(
  destination: D,
  name: string,
  changes: Partial<Omit<Destination, 'name' | 'contract' | 'hasOwnLimits'>> = {},
): D {
  refuseName('destination', name);
  return { ...destination, ...changes, name, contract: contractOf(destination) };
}

/** The same operation, sent to another account. */
export const operationAt = <Input, D extends AnyDestination>(
  operation: Operation<Input, D>,
  account: D,
): Operation<Input, D> => ({ ...operation, destination: account });

/** The name under which a destination's contract is declared and recorded, and its stand-in is found. */
export const contractOf = ({ name, contract = name }: Pick<AnyDestination, 'name' | 'contract'>) => contract;
