/** Destinations that have settings, and what makes plain values of them in an environment. */
import type { $ZodType } from 'zod/v4/core';
import type { AnyDestination, Credentials, Destination, DestinationWith, Settle } from './destination.ts';
import type { AnyIntegration, DeclaredIntegration } from './integration.ts';
import { refuseName } from './names.ts';
import type { Operation } from './operation.ts';
import { refuseUncounted } from './refuse-limits.ts';

/** What may stand in `bySettings` instead. Synth says which of these stand in neither. */
type Settled = 'baseUrl' | 'allowedHosts' | 'headers' | 'rateLimits' | 'probe';

/** As it is declared: plain but for what its settings decide. */
export type DestinationDeclaration<Settings, Secret extends Credentials> = Omit<
  DestinationWith<Settings>,
  'settle'
> & {
  // Says again what the secret is, so that the compiler finds it.
  readonly credentials: $ZodType<Secret>;
} & Omit<Destination<Secret>, Settled> &
  Partial<Pick<Destination<Secret>, Settled>> & {
    /** What differs by settings, put over the rest: `({ plan }) => ({ rateLimits: limitsOf[plan] })`. Pure. */
    readonly bySettings?: (
      settings: Settings,
    ) => Partial<Omit<Destination<Secret>, 'name' | 'contract' | 'hasOwnLimits'>>;
  };

/** Declares a destination with settings. Throws `TypeError` on a name that its secret and its items in the ledger cannot have. */
export function defineDestination<Settings, Secret extends Credentials>(
  destination: DestinationDeclaration<Settings, Secret>,
): DestinationWith<Settings> {
  refuseName('destination', destination.name);
  return { ...destination, settle };
}

// biome-ignore lint/suspicious/noExplicitAny: as in AnyIntegration
type AnyOperation = Operation<any, any>;

const settle: Settle = {
  destination: settledDestination,
  operation: settledOperation,
  integration: (integration: DeclaredIntegration, given): AnyIntegration => {
    const { operation, map } = integration;
    const beside = { settings: present(operation.destination, given) };
    return {
      ...integration,
      operation: settledOperation(operation, given) as Operation<unknown>,
      map: { ...map, map: (source, besides) => map.map(source, Object.assign({}, besides, beside) as never) },
    };
  },
};

function settledDestination(
  declared: DestinationDeclaration<unknown, Credentials>,
  given: unknown,
): Destination {
  const {
    bySettings,
    settings: _,
    settle: __,
    ...plain
  } = declared as typeof declared & DestinationWith<unknown>;
  const made = bySettings?.(present(declared, given));
  // Synth has seen that it is whole (lib/settled.ts).
  return { ...plain, ...made, ...(made?.rateLimits && { hasOwnLimits: true }) } as Destination;
}

function settledOperation(operation: AnyOperation, given: unknown): Operation<unknown> {
  const { destination, request, repeat, followUp, derives, resource } = operation as Operation<unknown>;
  // The types of declarations relate what is given to what is taken; here both are whatever they are.
  const beside = [{ settings: present(destination, given) }] as unknown as [];
  const settled = settledDestination(destination as never, given);
  refuseUncounted({ ...operation, destination: settled });
  return {
    ...operation,
    destination: settled,
    request: (input) => request(input, ...beside),
    repeat:
      repeat.by === 'lookup'
        ? { ...repeat, request: (input: unknown) => repeat.request(input, ...beside) }
        : repeat,
    ...(followUp && {
      followUp: (input: unknown, response: Parameters<typeof followUp>[1]) =>
        followUp(input, response, ...beside),
    }),
    ...(resource && { resource: (input: unknown) => resource(input, ...beside) }),
    ...(derives && { derives: (input: unknown) => derives(input, ...beside) }),
  } as Operation<unknown>;
}

function present({ name }: Pick<AnyDestination, 'name'>, given: unknown): unknown {
  if (given !== undefined) return given;
  throw new TypeError(`${name} declares settings and has none here: give it some in lib/environments.ts`);
}
