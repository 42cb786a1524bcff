/**
 * What was declared, as it is in one environment: with the settings that its destination has there. Whoever sends, plans,
 * watches or shows sees nothing else, so that nobody but this file knows that there are settings.
 */
import { contractOf, operationAt } from './account-of.ts';
import type { ContractDeclaration, DeclaredContract } from './contract.ts';
import type { AnyDestination, Destination, DestinationDeclaration, DestinationWith } from './destination.ts';
import type { AnyIntegration, DeclaredIntegration } from './integration.ts';
import type { Operation } from './operation.ts';

/** By destination; of those that declare none, nothing. */
export type DestinationSettings = Readonly<Record<string, unknown>>;

// biome-ignore lint/suspicious/noExplicitAny: whatever they are
export const hasSettings = (destination: AnyDestination): destination is DestinationWith<any> =>
  'settings' in destination;

/** Throws `TypeError` when it declares settings and has none here. */
export function destinationIn(
  settings: DestinationSettings | undefined,
  destination: AnyDestination,
): Destination {
  if (!hasSettings(destination)) return destination;
  const given = settingsOf(settings, destination);
  const { bySettings, settings: _, ...plain } = destination as DestinationDeclaration<unknown>;
  // Synth has seen that it is whole (lib/settled.ts).
  const made = bySettings?.(given);
  return { ...plain, ...made, ...(made?.rateLimits && { hasOwnLimits: true }) } as Destination;
}

/** Throws `TypeError` as `destinationIn` does. */
export function integrationIn(
  settings: DestinationSettings | undefined,
  integration: DeclaredIntegration,
): AnyIntegration {
  const { operation, map } = integration;
  const { destination } = operation;
  if (!hasSettings(destination)) return integration as AnyIntegration;
  const given = { settings: settingsOf(settings, destination) } as never;
  return {
    ...integration,
    operation: operationIn(settings, operation),
    map: { ...map, map: (source, beside) => map.map(source, Object.assign({}, beside, given) as never) },
  };
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
  const found = contracts.find((one) => one.destination.name === contractOf(account));
  if (found === undefined) return undefined;
  const { operations, ...declaration } =
    'bySettings' in found ? found.bySettings(settingsOf(settings, account)) : found;
  const operationOf = (operation: AnyOperation): Operation<unknown> => {
    const own = operationAt(operation, account);
    return 'bySettings' in found ? operationIn(settings, own) : (own as never);
  };
  return {
    ...declaration,
    destination: destinationIn(settings, account),
    operations: operations.map((one) => ({ ...one, operation: operationOf(one.operation) })),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: as in AnyIntegration
type AnyOperation = Operation<any, any>;

function operationIn(settings: DestinationSettings | undefined, operation: AnyOperation): Operation<unknown> {
  const { destination, request, repeat, followUp, derives } = operation as Operation<unknown>;
  // The types of declarations relate what is given to what is taken; here both are whatever they are.
  const given = [{ settings: settingsOf(settings, destination) }] as unknown as [];
  return {
    ...operation,
    destination: destinationIn(settings, destination),
    request: (input) => request(input, ...given),
    repeat:
      repeat.by === 'lookup'
        ? { ...repeat, request: (input: unknown) => repeat.request(input, ...given) }
        : repeat,
    ...(followUp && {
      followUp: (input: unknown, response: Parameters<typeof followUp>[1]) =>
        followUp(input, response, ...given),
    }),
    ...(derives && { derives: (input: unknown) => derives(input, ...given) }),
  } as Operation<unknown>;
}

function settingsOf(settings: DestinationSettings = {}, { name }: Pick<AnyDestination, 'name'>): unknown {
  if (Object.hasOwn(settings, name)) return settings[name];
  throw new TypeError(`${name} declares settings and has none here: give it some in lib/environments.ts`);
}
