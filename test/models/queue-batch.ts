/** The batches of SQS: up to ten operations in one call, each with its own answer. */
import {
  BatchEntryIdsNotDistinct,
  EmptyBatchRequest,
  InvalidBatchEntryId,
  TooManyEntriesInBatchRequest,
} from '@aws-sdk/client-sqs';
import { answered } from './sdk-errors.ts';

export interface BatchEntry {
  readonly Id?: string;
  readonly ReceiptHandle?: string;
  readonly VisibilityTimeout?: number;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html */
const entriesMax = 10;

export function answerBatch(
  entries: readonly BatchEntry[] = [],
  run: (entry: BatchEntry) => unknown,
): object {
  if (entries.length === 0)
    throw new EmptyBatchRequest(answered("The batch request doesn't contain any entries."));
  if (entries.length > entriesMax)
    throw new TooManyEntriesInBatchRequest(answered('Maximum number of entries per request are 10.'));
  for (const { Id = '' } of entries)
    if (!/^[\w-]{1,80}$/.test(Id))
      throw new InvalidBatchEntryId(answered(`"${Id}" cannot be an entry's id.`));
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length)
    throw new BatchEntryIdsNotDistinct(answered('Two or more batch entries have the same Id.'));
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    try {
      run(entry);
      Successful.push({ Id: entry.Id });
    } catch (error) {
      const { name, message } = error as Error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: name, Message: message });
    }
  }
  return { Successful, Failed };
}
