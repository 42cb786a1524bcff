/** Stands in for `@aws-sdk/client-sqs` in the Lambda bundles (lib/build/bundle.ts). */
import { createHash } from 'node:crypto';
import type {
  ChangeMessageVisibilityCommandInput,
  ChangeMessageVisibilityCommandOutput,
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

export class SendMessageCommand implements JsonCommand<SendMessageCommandOutput> {
  readonly operation = 'SendMessage';
  readonly input: SendMessageCommandInput;

  constructor(input: SendMessageCommandInput) {
    this.input = input;
  }

  /** As the SDK does: a message that arrived as another is not safe. */
  check({ MD5OfMessageBody }: SendMessageCommandOutput): void {
    const md5 = createHash('md5')
      .update(this.input.MessageBody ?? '')
      .digest('hex');
    if (md5 !== MD5OfMessageBody) throw new Error('InvalidChecksumError');
  }
}
