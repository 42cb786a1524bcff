/** Stands in for `@aws-sdk/client-sqs` in the Lambda bundles (lib/build/bundle.ts). */
import { createHash } from 'node:crypto';
import type {
  ChangeMessageVisibilityBatchCommandInput,
  ChangeMessageVisibilityBatchCommandOutput,
  ChangeMessageVisibilityCommandInput,
  ChangeMessageVisibilityCommandOutput,
  DeleteMessageBatchCommandInput,
  DeleteMessageBatchCommandOutput,
  ReceiveMessageCommandInput,
  ReceiveMessageCommandOutput,
  SendMessageCommandInput,
  SendMessageCommandOutput,
} from '@aws-sdk/client-sqs';
import { JsonClient, type JsonClientOptions, type JsonCommand } from './json-client.ts';

export class SQSClient extends JsonClient {
  constructor(options: JsonClientOptions) {
    super(
      { name: 'sqs', id: 'SQS', target: 'AmazonSQS', contentType: 'application/x-amz-json-1.0' },
      options,
    );
  }
}

export class ChangeMessageVisibilityCommand implements JsonCommand<ChangeMessageVisibilityCommandOutput> {
  readonly operation = 'ChangeMessageVisibility';
  readonly input: ChangeMessageVisibilityCommandInput;

  constructor(input: ChangeMessageVisibilityCommandInput) {
    this.input = input;
  }
}

export class ChangeMessageVisibilityBatchCommand
  implements JsonCommand<ChangeMessageVisibilityBatchCommandOutput>
{
  readonly operation = 'ChangeMessageVisibilityBatch';
  readonly input: ChangeMessageVisibilityBatchCommandInput;

  constructor(input: ChangeMessageVisibilityBatchCommandInput) {
    this.input = input;
  }
}

export class DeleteMessageBatchCommand implements JsonCommand<DeleteMessageBatchCommandOutput> {
  readonly operation = 'DeleteMessageBatch';
  readonly input: DeleteMessageBatchCommandInput;

  constructor(input: DeleteMessageBatchCommandInput) {
    this.input = input;
  }
}

export class ReceiveMessageCommand implements JsonCommand<ReceiveMessageCommandOutput> {
  readonly operation = 'ReceiveMessage';
  readonly input: ReceiveMessageCommandInput;

  constructor(input: ReceiveMessageCommandInput) {
    this.input = input;
  }

  /** As the SDK does. */
  check({ Messages = [] }: ReceiveMessageCommandOutput): void {
    for (const { Body, MD5OfBody } of Messages) checkSum(Body, MD5OfBody);
  }
}

export class SendMessageCommand implements JsonCommand<SendMessageCommandOutput> {
  readonly operation = 'SendMessage';
  readonly input: SendMessageCommandInput;

  constructor(input: SendMessageCommandInput) {
    this.input = input;
  }

  /** As the SDK does: a message that arrived as another is not safe. */
  check({ MD5OfMessageBody }: SendMessageCommandOutput): void {
    checkSum(this.input.MessageBody, MD5OfMessageBody);
  }
}

function checkSum(body: string | undefined, told: string | undefined): void {
  const md5 = createHash('md5')
    .update(body ?? '')
    .digest('hex');
  if (md5 !== told) throw new Error('InvalidChecksumError');
}
