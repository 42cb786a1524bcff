/** Several versions of an event at once: what the engine and its tools need of them. How they are declared: envelope/upcast.ts. */
import type { $ZodType } from 'zod/v4/core';
import type { EventContract } from './event.ts';
import type { Mapper } from './mapping.ts';

/** As much of an integration as its version decides. */
export interface Versioned {
  readonly event: TakenEvent;
  // biome-ignore lint/suspicious/noExplicitAny: of whichever version
  readonly map: Mapper<any, any>;
}

/** What makes the data of a version those of the newest: of the newest itself, nothing. */
export type ToNewest = Mapper<unknown, unknown> | undefined;

/** Each version as it was declared, the newest first. */
export type Steps = ReadonlyMap<EventContract, ToNewest>;

export interface Versions {
  readonly steps: Steps;
  /** Which there are, for a diagnosis. */
  readonly known: string;
  /** An integration as it is for events of one of the contracts. */
  readonly as: <I extends Versioned>(integration: I, contract: EventContract) => I;
  /** An integration as it is for the version of an event; itself where the event is of none. Never throws. */
  readonly of: <I extends Versioned>(integration: I, text: string) => I;
}

/** What an integration takes: a contract; with `versions`, the newest of several that arrive. */
export interface TakenEvent<Type extends string = string, Schema extends $ZodType = $ZodType>
  extends EventContract<Type, Schema> {
  readonly versions?: Versions;
}

/** The contracts that are taken, the newest first. */
export const contractsTaken = (event: TakenEvent): readonly EventContract[] =>
  event.versions === undefined ? [event] : [...event.versions.steps.keys()];

/** Whether events of a contract are taken. */
export const takes = (event: TakenEvent, contract: EventContract): boolean =>
  contractsTaken(event).some((one) => one.type === contract.type && one.version === contract.version);

/** The types that are taken, the newest's first. */
export const typesTaken = (event: TakenEvent): readonly string[] => [
  ...new Set(contractsTaken(event).map(({ type }) => type)),
];

/** The attribute that tells an event of this contract, for whoever publishes one. */
export function schemaAttribute({ dataschema }: EventContract): { readonly dataschema?: string } {
  const [first] = [dataschema ?? null].flat();
  return typeof first === 'string' ? { dataschema: first } : {};
}

/** The integration as it is for the version of an event. */
export const inVersionOf = <I extends Versioned>(integration: I, text: string): I =>
  integration.event.versions?.of(integration, text) ?? integration;

/** The integration as it is for each version that it takes, the newest first. */
export const inEachVersion = <I extends Versioned>(integration: I): readonly I[] => {
  const { event } = integration;
  return contractsTaken(event).map((contract) => event.versions?.as(integration, contract) ?? integration);
};
