/** What a third party believes happened, whatever the caller was told: requests, their effects, and what it holds. */

/** What the third party calls a thing: `customer`, `contact`. */
export type EntityKind = string;

/** A thing that the third party holds. */
export interface Entity {
  readonly id: string;
  readonly kind: EntityKind;
  /** The id under which the caller knows it; '' if the caller named none. */
  readonly externalId: string;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface Effect {
  readonly atMs: number;
  readonly kind: EntityKind;
  readonly id: string;
  readonly externalId: string;
  /** The idempotency key that the request carried. */
  readonly key?: string;
  /** Made by this request, rather than changed by it. */
  readonly created: boolean;
  readonly requestSha256: string;
}

export interface Arrival {
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  /** `undefined`: the caller never saw an answer. */
  readonly statusCode?: number;
  /** The fault that the request met. */
  readonly fault?: string;
  readonly key?: string;
  readonly requestSha256: string;
}

export interface RequestJournal {
  /** In order of creation. */
  readonly entities: readonly Entity[];
  readonly effects: readonly Effect[];
  /** Every request but those to the control paths, in order of arrival: the newest 100,000. */
  readonly arrivals: readonly Arrival[];
  readonly arrivalsCount: number;
  /** Answers that left, by status code. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly find: (id: string) => Entity | undefined;
  /** Adds the entity, or takes the place of the one with its id. */
  readonly put: (entity: Entity) => void;
  /** Takes the entity out. No effect: those are what deliveries did, and no delivery removes anything. */
  readonly remove: (id: string) => void;
  readonly addEffect: (effect: Effect) => void;
  readonly addArrival: (arrival: Arrival) => void;
}

/** Enough for any run; a local environment that runs for days must not fill the memory. */
const arrivalsMax = 100_000;

/** @param most entities and effects that are kept, the newest; @default - all of them: a run wants to count them */
export function createRequestJournal(most = Number.POSITIVE_INFINITY): RequestJournal {
  const entities = new Map<string, Entity>();
  const effects: Effect[] = [];
  const arrivals: Arrival[] = [];
  const statuses: Record<string, number> = {};
  let arrivalsCount = 0;
  return {
    get entities() {
      return [...entities.values()];
    },
    get arrivalsCount() {
      return arrivalsCount;
    },
    effects,
    arrivals,
    statuses,
    find: (id) => entities.get(id),
    put: (entity) => {
      entities.set(entity.id, entity);
      const [oldest] = entities.size > most ? entities.keys() : [];
      if (oldest !== undefined) entities.delete(oldest);
    },
    remove: (id) => {
      entities.delete(id);
    },
    addEffect: (effect) => {
      effects.push(effect);
      if (effects.length > most) effects.shift();
    },
    addArrival: (arrival) => {
      arrivalsCount += 1;
      arrivals.push(arrival);
      if (arrivals.length > Math.min(most, arrivalsMax)) arrivals.shift();
      const { statusCode } = arrival;
      if (statusCode !== undefined) statuses[statusCode] = (statuses[statusCode] ?? 0) + 1;
    },
  };
}
