/** Publishes events from TypeScript: checked by their contracts, in batches, tried again, as CloudEvents and nothing else. */
import { PublishBatchCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { DataOf, EventContract } from '../functions/core/declare/event.ts';
import { schemaAttribute } from '../functions/core/declare/versions.ts';
import { parseEvent } from '../functions/core/envelope/parse-event.ts';

export interface PublisherOptions {
  readonly client: Pick<SNSClient, 'send'>;
  /** Parameter `/interlock/<env>/events-topic-arn` holds it. */
  readonly topicArn: string;
  /** The system that publishes, a URI. With `id` it makes an event one: it must not change. */
  readonly source: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly randomId: () => string;
  /** From 0 up to but not including 1. */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
}

/** An event to be published. */
export interface Draft<Contract extends EventContract = EventContract> {
  readonly contract: Contract;
  readonly data: DataOf<Contract>;
  /** The thing that it is about, by its id. */
  readonly subject: string;
  /** Of an event that may be published again, after a crash for one: then it is one event. @default - a random one */
  readonly id?: string;
  /** When it happened, RFC 3339 with an offset. @default - now */
  readonly time?: string;
  /** Stands in every log line. */
  readonly correlationId?: string;
  /** W3C trace context of whoever publishes: stands in every log line, and goes on to destinations that take it. */
  readonly traceparent?: string;
}

/** Some events were not taken. Those may be published again with these ids: what was taken after all has its effect once. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
  readonly unpublishedIds: readonly string[];

  constructor(unpublishedIds: readonly string[], options?: ErrorOptions) {
    super(`${unpublishedIds.length} events were not published`, options);
    this.unpublishedIds = unpublishedIds;
  }
}

/** Ties a contract to the data that it wants: `draft(customerCreated, { subject: '42', data })`. */
export const draft = <Contract extends EventContract>(
  contract: Contract,
  fields: Omit<Draft<Contract>, 'contract'>,
): Draft<Contract> => ({ contract, ...fields });

/** What SNS takes in one call. https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
const batchMax = 10;
const batchBytesMax = 262_144;
/** The SDK tries a call that fails as a whole again by itself; these are for single events that SNS could not take. */
const attemptsMax = 5;
const backoffBaseMs = 100;

export interface Publisher {
  /**
   * Publishes all, and resolves to their ids in order once SNS has each. Throws `InvalidEventError` before anything is sent when
   * one does not fit its contract, `PublishError` when some were not taken.
   */
  readonly publish: (drafts: readonly Draft[]) => Promise<readonly string[]>;
}

export function createPublisher(options: PublisherOptions): Publisher {
  return {
    publish: async (drafts) => {
      const entries = drafts.map((one) => entryOf(one, options));
      const batches = batchesOf(entries);
      for (const [at, batch] of batches.entries()) {
        const later = batches.slice(at + 1).flat();
        await sendBatch(batch, options).catch((error: unknown) => {
          const left = error instanceof PublishError ? error.unpublishedIds : batch.map(({ id }) => id);
          throw new PublishError([...left, ...later.map(({ id }) => id)], { cause: error });
        });
      }
      return entries.map(({ id }) => id);
    },
  };
}

interface Entry {
  readonly id: string;
  readonly text: string;
}

function entryOf(
  { contract, data, subject, correlationId, traceparent, ...given }: Draft,
  options: PublisherOptions,
): Entry {
  const { id = options.randomId(), time = new Date(options.now()).toISOString() } = given;
  const { source } = options;
  const text = JSON.stringify({
    specversion: '1.0',
    id,
    source,
    type: contract.type,
    time,
    subject,
    ...(correlationId === undefined ? {} : { correlationid: correlationId }),
    ...(traceparent === undefined ? {} : { traceparent }),
    ...schemaAttribute(contract),
    data,
  });
  // As whoever takes it will read it.
  parseEvent(contract, text);
  return { id, text };
}

/** Ten at most, and no more bytes than one call takes. An event beyond that makes a batch of its own, which SNS refuses. */
function batchesOf(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const batches: Entry[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.text);
    const last = batches.at(-1);
    if (last === undefined || last.length === batchMax || bytes + size > batchBytesMax) {
      batches.push([entry]);
      bytes = size;
    } else {
      last.push(entry);
      bytes += size;
    }
  }
  return batches;
}

async function sendBatch(batch: readonly Entry[], options: PublisherOptions): Promise<void> {
  const { client, topicArn, random, sleep } = options;
  let waiting = batch;
  const refused: Entry[] = [];
  for (let attempt = 1; waiting.length > 0; attempt += 1) {
    const entries = waiting.map(({ text }, at) => ({ Id: `${at}`, Message: text }));
    const { Failed = [] } = await client.send(
      new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries: entries }),
    );
    const failed = new Map(Failed.map(({ Id = '', SenderFault }) => [Id, SenderFault === true]));
    const left = waiting.map((entry, at) => ({ entry, isOurs: failed.get(`${at}`) }));
    // What SNS refuses for what it is, it refuses again.
    refused.push(...left.filter(({ isOurs }) => isOurs === true).map(({ entry }) => entry));
    waiting = left.filter(({ isOurs }) => isOurs === false).map(({ entry }) => entry);
    if (attempt === attemptsMax) break;
    // Full jitter, as everywhere.
    if (waiting.length > 0) await sleep(random() * backoffBaseMs * 2 ** attempt);
  }
  const ids = [...refused, ...waiting].map(({ id }) => id);
  if (ids.length > 0) throw new PublishError(ids);
}
