/**
 * What stands between a queue and its function: polls, batches, invokes, deletes what succeeded. What failed is left
 * to the visibility timeout, as Lambda leaves it. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { nameOf } from './account.ts';
import { eventOf, succeeded } from './batch.ts';
import type { LambdaFunction } from './function.ts';
import type { Queues, ReceivedMessage } from './queues.ts';

export interface EventSourceMappingDefinition {
  readonly queueArn: string;
  readonly batchSize: number;
  /** How long a batch may wait to fill up. */
  readonly windowSeconds: number;
  /** Whether the function says which messages failed (`ReportBatchItemFailures`). */
  readonly reportsFailures: boolean;
  /** How many batches may be with the function at once. */
  readonly maximumConcurrency: number;
}

export interface EventSourceStats {
  batches: number;
  messages: number;
  deleted: number;
  /** Left in the queue to come back. */
  failed: number;
  /** Most batches that were with the function at once. */
  concurrencyMax: number;
}

export type EventSourceState = 'Enabled' | 'Disabling' | 'Disabled';

/** Also the longest that pausing and stopping take. */
const pollSeconds = 1;
/** After a poll that failed, so that a queue that is gone is not asked in a tight loop. */
const pauseMs = 500;

export class EventSourceMapping {
  readonly uuid = randomUUID();
  readonly definition: EventSourceMappingDefinition;
  readonly target: LambdaFunction;
  readonly stats: EventSourceStats = { batches: 0, messages: 0, deleted: 0, failed: 0, concurrencyMax: 0 };
  readonly #queues: Queues;
  readonly #queueName: string;
  readonly #onError: (error: unknown) => void;
  readonly #inFlight = new Set<Promise<void>>();
  #isEnabled = false;
  #loop: Promise<void> | undefined;

  constructor(
    definition: EventSourceMappingDefinition,
    target: LambdaFunction,
    { queues, onError }: { readonly queues: Queues; readonly onError: (error: unknown) => void },
  ) {
    this.definition = definition;
    this.target = target;
    this.#queues = queues;
    this.#queueName = nameOf(definition.queueArn);
    this.#onError = onError;
  }

  get state(): EventSourceState {
    if (this.#isEnabled) return 'Enabled';
    return this.#loop === undefined ? 'Disabled' : 'Disabling';
  }

  enable(): void {
    this.#isEnabled = true;
    this.#loop ??= this.#run();
  }

  /** Starts no more batches; a poll that is under way may still bring one, as in AWS, until the state is `Disabled`. */
  disable(): void {
    this.#isEnabled = false;
  }

  /** Disables, and resolves when nothing is under way. */
  async stop(): Promise<void> {
    this.disable();
    await this.#loop;
    await Promise.all(this.#inFlight);
  }

  async #run(): Promise<void> {
    while (this.#isEnabled) {
      try {
        await this.#poll();
      } catch (error) {
        this.#onError(error);
        await sleep(pauseMs);
      }
    }
    this.#loop = undefined;
  }

  async #poll(): Promise<void> {
    if (this.#inFlight.size >= this.definition.maximumConcurrency) {
      await Promise.race(this.#inFlight);
      return;
    }
    const batch = await this.#gather();
    if (batch.length === 0) return;
    const processing = this.#process(batch)
      .catch(this.#onError)
      .finally(() => this.#inFlight.delete(processing));
    this.#inFlight.add(processing);
    this.stats.concurrencyMax = Math.max(this.stats.concurrencyMax, this.#inFlight.size);
  }

  async #gather(): Promise<ReceivedMessage[]> {
    const { batchSize, windowSeconds } = this.definition;
    const batch = [...(await this.#queues.receive(this.#queueName, batchSize, pollSeconds))];
    if (batch.length === 0) return batch;
    // A call brings ten at most, a batch may be larger; and the window counts from the first message.
    const endMs = performance.now() + windowSeconds * 1_000;
    while (batch.length < batchSize) {
      const leftSeconds = Math.ceil((endMs - performance.now()) / 1_000);
      const waitSeconds = this.#isEnabled ? Math.max(0, Math.min(leftSeconds, pollSeconds)) : 0;
      const more = await this.#queues.receive(this.#queueName, batchSize - batch.length, waitSeconds);
      batch.push(...more);
      if (waitSeconds === 0 && more.length === 0) break;
    }
    return batch;
  }

  async #process(batch: readonly ReceivedMessage[]): Promise<void> {
    this.stats.batches += 1;
    this.stats.messages += batch.length;
    const event = eventOf(batch, this.definition.queueArn);
    const result = await this.target.invoke(JSON.stringify(event));
    const done = succeeded(result, batch, this.definition.reportsFailures);
    this.stats.failed += batch.length - done.length;
    // SQS deletes ten in one call.
    for (let at = 0; at < done.length; at += 10) {
      const handles = done.slice(at, at + 10).map(({ ReceiptHandle }) => ReceiptHandle);
      await this.#queues.delete(this.#queueName, handles);
      this.stats.deleted += handles.length;
    }
  }
}
