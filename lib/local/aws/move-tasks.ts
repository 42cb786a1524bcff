/** Redrive of a dead-letter queue: `StartMessageMoveTask` and `ListMessageMoveTasks`, which fauxqs lacks. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { arnOf, nameOf } from './account.ts';
import { AwsError } from './aws-error.ts';
import type { Queues } from './queues.ts';

interface MoveTask {
  readonly TaskHandle: string;
  readonly SourceArn: string;
  readonly DestinationArn: string;
  readonly StartedTimestamp: number;
  Status: 'RUNNING' | 'COMPLETED' | 'FAILED';
  FailureReason?: string;
  ApproximateNumberOfMessagesMoved: number;
}

const inputSchema = z.object({
  SourceArn: z.string(),
  DestinationArn: z.optional(z.string()),
  MaxResults: z._default(z.number(), 1),
});
const redrivePolicySchema = z.object({ deadLetterTargetArn: z.string() });

export class MoveTasks {
  readonly #tasks: MoveTask[] = [];
  readonly #queues: Queues;
  readonly #now: () => number;

  constructor({ queues, now }: { readonly queues: Queues; readonly now: () => number }) {
    this.#queues = queues;
    this.#now = now;
  }

  /** Answers before the messages have moved, as SQS does. Throws `AwsError`. */
  start(input: unknown): object {
    const { SourceArn, DestinationArn } = inputSchema.parse(input);
    const task: MoveTask = {
      TaskHandle: randomUUID(),
      SourceArn,
      DestinationArn: DestinationArn ?? this.#sourceOf(SourceArn),
      StartedTimestamp: this.#now(),
      Status: 'RUNNING',
      ApproximateNumberOfMessagesMoved: 0,
    };
    this.#tasks.unshift(task);
    this.#move(task).catch((error: unknown) => {
      task.Status = 'FAILED';
      task.FailureReason = String(error);
    });
    return { TaskHandle: task.TaskHandle };
  }

  /** Latest first. */
  list(input: unknown): object {
    const { SourceArn, MaxResults } = inputSchema.parse(input);
    return { Results: this.#tasks.filter((task) => task.SourceArn === SourceArn).slice(0, MaxResults) };
  }

  /** ARN of the queue whose dead letters go to `deadLetterArn`. */
  #sourceOf(deadLetterArn: string): string {
    for (const name of this.#queues.names()) {
      const { RedrivePolicy } = this.#queues.attributes(name);
      if (RedrivePolicy === undefined) continue;
      const { deadLetterTargetArn } = redrivePolicySchema.parse(JSON.parse(RedrivePolicy));
      if (deadLetterTargetArn === deadLetterArn) return arnOf('sqs', name);
    }
    throw new AwsError(
      'InvalidParameterValue',
      `Source queue must be configured as a Dead Letter Queue: no queue's redrive policy names ${deadLetterArn}`,
    );
  }

  async #move(task: MoveTask): Promise<void> {
    const [from, to] = [nameOf(task.SourceArn), nameOf(task.DestinationArn)];
    for (;;) {
      const messages = await this.#queues.receive(from, 10, 0);
      if (messages.length === 0) break;
      for (const { Body, MessageAttributes = {}, ReceiptHandle } of messages) {
        await this.#queues.send(to, Body, MessageAttributes);
        await this.#queues.delete(from, [ReceiptHandle]);
        task.ApproximateNumberOfMessagesMoved += 1;
      }
    }
    task.Status = 'COMPLETED';
  }
}
