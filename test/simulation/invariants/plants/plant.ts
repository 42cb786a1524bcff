/**
 * Something wrong, put into a world in which nothing is: what an invariant must speak of. All that plants something
 * returns the evidence that has it.
 */
import { ledgerTableName } from '../../../../lib/names.ts';
import type { Evidence, Told } from '../../evidence.ts';
import type { IntegrationWorker } from '../../integration-worker.ts';
import type { SeenArrival } from '../../third-party.ts';

export interface Plant {
  /** What is wrong. */
  readonly about: string;
  /** Puts it into the world, and returns what is to be judged. The world is this plant's alone. */
  readonly into: (evidence: Evidence) => Evidence | Promise<Evidence>;
  /** All that the invariant says of it, without ids that are drawn. */
  readonly says: readonly string[];
}

/** The worker of an integration to `destination`. Throws when there is none. */
export function workerTo(evidence: Evidence, destination: string): IntegrationWorker {
  const found = evidence.world.workers.find(
    ({ integration }) => integration.operation.destination.name === destination,
  );
  if (found === undefined) throw new Error(`no worker calls ${destination}`);
  return found;
}

/** Lets one more request arrive, like the first one but for what is said. Throws when nothing has arrived. */
export function arrive(evidence: Evidence, destination: string, changes: Partial<SeenArrival>): Evidence {
  const arrivals = evidence.world.thirdParties.get(destination)?.arrivals as SeenArrival[] | undefined;
  const [first] = arrivals ?? [];
  if (first === undefined) throw new Error(`nothing has arrived at ${destination}`);
  arrivals?.push({ ...first, ...changes });
  return evidence;
}

/** The third party's own book has one more effect for its customer 1. */
export function book(evidence: Evidence, destination: string): Evidence {
  const journal = evidence.world.thirdParties.get(destination)?.reception.journal;
  const effect = journal?.effects.find(({ externalId }) => externalId === '1');
  if (effect === undefined) throw new Error(`${destination} has no effect for customer 1`);
  journal?.addEffect({ ...effect, id: 'another' });
  return evidence;
}

/** A message in the dead-letter queue of the integration to `destination`. */
export function bury(evidence: Evidence, destination: string, body: string, diagnosis?: object): Evidence {
  const { services } = evidence.world;
  services.queues.execute('SendMessage', {
    QueueUrl: services.queues.urlOf(workerTo(evidence, destination).deadLetterQueueName),
    MessageBody: body,
    ...(diagnosis === undefined
      ? {}
      : { MessageAttributes: { diagnosis: { DataType: 'String', StringValue: JSON.stringify(diagnosis) } } }),
  });
  return evidence;
}

/** A diagnosis as a function writes it, of the integration to `destination`. */
export const diagnosisAt = (destination: string, changes: object = {}) => ({
  code: 'REQUEST_REJECTED',
  stage: 'attempt',
  attempts: 1,
  firstReceivedAt: '2026-01-01T00:00:00.000Z',
  failedAt: '2026-01-01T00:00:01.000Z',
  destination,
  fingerprint: '0123456789ab',
  advice: 'it was refused — mend it',
  ...changes,
});

/** Changes an item of the ledger by an update expression over one value, `:value`. */
export function change(evidence: Evidence, id: string, expression: string, value: object): Evidence {
  const { environment } = evidence.world.scenario;
  evidence.world.services.table.execute('UpdateItem', {
    TableName: ledgerTableName(environment.name),
    Key: { id: { S: id } },
    UpdateExpression: expression,
    ExpressionAttributeNames: expression.includes('#status') ? { '#status': 'status' } : undefined,
    ExpressionAttributeValues: { ':value': value },
  });
  return evidence;
}

/** One more line of log, of a sandbox of the integration to `destination`. */
export function say(
  evidence: Evidence,
  destination: string,
  fields: Readonly<Record<string, unknown>>,
): Evidence {
  const { lambda } = workerTo(evidence, destination);
  const line: Told = {
    atMs: evidence.world.kernel.now(),
    sandbox: `${lambda.name}#1`,
    text: JSON.stringify(fields),
    fields,
  };
  return { ...evidence, lines: [...evidence.lines, line] };
}
