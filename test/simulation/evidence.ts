/** What a world leaves behind for its judges: what was published, and what can be seen of what became of it. */
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import { referenceTo } from '../../functions/core/redact/reference.ts';
import { referenceKey } from './integration-worker.ts';
import type { World } from './world.ts';

/** An event as a story published it, once or more. */
export interface Published {
  readonly id: string;
  readonly type: string;
  readonly body: string;
  /** What all third parties know its subject by; the number in its id. */
  readonly number: string;
  /** It can be read. */
  readonly isValid: boolean;
}

/** A change of a destination's parking as it was written. */
export interface ParkingChange {
  readonly destination: string;
  readonly atMs: number;
  readonly isParked: boolean;
}

/** A sandbox asked whether a drift is its to tell of, or said that it has told. */
export interface DriftClaim {
  readonly driftId: string;
  readonly atMs: number;
  readonly isTold: boolean;
  /** Deliveries, of all sandboxes, that were taken and not put down at that moment. */
  readonly inHand: number;
}

/** An event that an operator found not done at a third party, and let be sent anew. */
export interface Look {
  readonly queueName: string;
  readonly body: string;
  readonly atMs: number;
}

/** A line of log, read. */
export interface Told {
  readonly atMs: number;
  readonly sandbox: string;
  readonly text: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Evidence {
  readonly world: World;
  readonly published: readonly Published[];
  readonly parkings: readonly ParkingChange[];
  readonly claims: readonly DriftClaim[];
  /** Every key that was ever in use. */
  readonly secrets: readonly string[];
  /** Destinations, once for each time that the third party took another key. */
  readonly keyChanges: readonly string[];
  readonly lines: readonly Told[];
  readonly isDrained: boolean;
  /** What an operator redrove of which nobody knew whether it happened, having looked, and found nothing. */
  readonly looks: readonly Look[];
  /** Virtual time from the end of chaos to the end of the backlog. */
  readonly drainedAfterMs: number;
}

/** Writes down every change of parking from now on. */
export function watchParking(world: World): readonly ParkingChange[] {
  const changes: ParkingChange[] = [];
  const { table } = world.services;
  const execute = table.execute.bind(table);
  table.execute = (operation, input) => {
    const key = (input as { Key?: { id?: { S?: string } } }).Key?.id?.S ?? '';
    const destination = /^destination#(.+)#account$/.exec(key)?.[1];
    if (destination === undefined || operation !== 'UpdateItem') return execute(operation, input);
    const output = execute(operation, input);
    const isParked =
      (output as { Attributes?: { parkedAtMs?: unknown } }).Attributes?.parkedAtMs !== undefined;
    const last = changes.findLast((change) => change.destination === destination);
    if (isParked !== (last?.isParked ?? false)) {
      changes.push({ destination, atMs: world.kernel.now(), isParked });
    }
    return output;
  };
  return changes;
}

/** Writes down every claim of a drift from now on. */
export function watchClaims(world: World): readonly DriftClaim[] {
  const claims: DriftClaim[] = [];
  const { table } = world.services;
  const execute = table.execute.bind(table);
  table.execute = (operation, input) => {
    const key = (input as { Key?: { id?: { S?: string } } }).Key?.id?.S ?? '';
    const driftId = /^destination#.+#drift#(.+)$/.exec(key)?.[1];
    if (driftId === undefined) return execute(operation, input);
    const inHand = table.items().filter(({ status }) => status?.S === 'taken').length;
    const claim = { driftId, atMs: world.kernel.now(), inHand };
    const isClaim = (input as { ConditionExpression?: string }).ConditionExpression !== undefined;
    // Asked is asked, whatever the answer; told is what the table has taken.
    if (isClaim) claims.push({ ...claim, isTold: false });
    const output = execute(operation, input);
    if (!isClaim) claims.push({ ...claim, isTold: true });
    return output;
  };
  return claims;
}

const read = new WeakMap<World, Told[]>();

/** Each line is read once, however often it is asked for. An id that is told as a reference is read as the id. */
export function toldBy(world: World, published: readonly Published[]): readonly Told[] {
  const ids = new Map<unknown, string>(published.map(({ id }) => [referenceTo(id, referenceKey), id]));
  const lines = read.get(world) ?? [];
  read.set(world, lines);
  for (const { atMs, sandbox, text } of world.lines.slice(lines.length)) {
    const fields = JSON.parse(text);
    lines.push({
      atMs,
      sandbox,
      text,
      fields: { ...fields, eventId: ids.get(fields.eventId) ?? fields.eventId },
    });
  }
  return lines;
}

/** The deliveries that published events should have led to. */
export function deliveriesOf({ world, published }: Evidence) {
  const distinct = new Map(published.filter(({ isValid }) => isValid).map((event) => [event.id, event]));
  return [...distinct.values()].flatMap((event) =>
    world.workers
      .filter(({ integration }) => integration.event.type === event.type)
      .map((worker) => ({
        event,
        worker,
        integration: worker.integration,
        name: nameOf(worker.integration, event),
      })),
  );
}

const nameOf = ({ name }: AnyIntegration, { id }: Published) => `${name} ${id}`;

export interface Letter {
  readonly body: string;
  readonly diagnosis: Readonly<Record<string, unknown>> | undefined;
}

/** What lies in a dead-letter queue. */
export function lettersOf(world: World, queueName: string): readonly Letter[] {
  return world.services.queues.messages(queueName).map(({ body, attributes }) => ({
    body,
    diagnosis: parsed((attributes.diagnosis as { StringValue?: string } | undefined)?.StringValue),
  }));
}

function parsed(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
