/**
 * What was declared, as it is in one environment: with the settings that its destination has there. Whoever sends, plans,
 * watches or shows sees nothing else, so that nobody but this file knows that there are settings.
 */
import { contractOf, operationAt } from './account-of.ts';
import type { ContractDeclaration, DeclaredContract } from './contract.ts';
import type { AnyDestination, Destination, DestinationWith } from './destination.ts';
import type { AnyIntegration, DeclaredIntegration } from './integration.ts';
import type { Operation } from './operation.ts';

/** By destination; of those that declare none, nothing. */
export type DestinationSettings = Readonly<Record<string, unknown>>;

// biome-ignore lint/suspicious/noExplicitAny: whatever they are
export const hasSettings = (destination: AnyDestination): destination is DestinationWith<any> =>
  'settle' in destination;

/** Throws `TypeError` when it declares settings and has none here. */
export const destinationIn = (
  settings: DestinationSettings | undefined,
  destination: AnyDestination,
): Destination =>
  hasSettings(destination)
    ? destination.settle.destination(destination as never, settings?.[destination.name])
    : destination;

/** Throws `TypeError` as `destinationIn` does. */
export function integrationIn(
  settings: DestinationSettings | undefined,
  integration: DeclaredIntegration,
): AnyIntegration {
  const { destination } = integration.operation;
  return (
    hasSettings(destination)
      ? destination.settle.integration(integration as never, settings?.[destination.name])
      : integration
  ) as AnyIntegration;
}

/**
 * The contract of a destination, or of the one that it is another account of; `undefined`: none is declared. Throws
 * `TypeError` as `destinationIn` does.
 */
export function contractIn(
  settings: DestinationSettings | undefined,
  contracts: readonly DeclaredContract[],
  account: AnyDestination,
): ContractDeclaration | undefined {
  const { name } = account;
  const found = contracts.find((one) => one.destination.name === contractOf(account));
  if (found === undefined) return undefined;
  const given = settings?.[name] ?? ('bySettings' in found ? found.example : undefined);
  const { operations, ...declaration } = 'bySettings' in found ? found.bySettings(given) : found;
  // biome-ignore lint/suspicious/noExplicitAny: whichever it is
  const operationOf = (operation: Operation<any, any>) => {
    const own = operationAt(operation, account);
    const settled = 'bySettings' in found ? found.destination.settle.operation(own as never, given) : own;
    return settled as Operation<unknown>;
  };
  return {
    ...declaration,
    destination: destinationIn({ [name]: given }, account),
    operations: operations.map((one) => ({ ...one, operation: operationOf(one.operation) })),
  };
}
