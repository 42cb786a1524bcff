/** Stands in for `@aws-sdk/client-dynamodb` in the Lambda bundles (lib/build/bundle.ts): what is imported of it, named alike. */
import type {
  AttributeValue,
  GetItemCommandInput,
  GetItemCommandOutput,
  UpdateItemCommandInput,
  UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { JsonClient, type JsonClientOptions, type JsonCommand } from './json-client.ts';

export class DynamoDBClient extends JsonClient {
  constructor(options: JsonClientOptions) {
    const errors = { ConditionalCheckFailedException };
    const contentType = 'application/x-amz-json-1.0';
    super({ name: 'dynamodb', id: 'DYNAMODB', target: 'DynamoDB_20120810', contentType, errors }, options);
  }
}

/** Attribute values go as they are: all but binary ones are JSON already. */
export class GetItemCommand implements JsonCommand<GetItemCommandOutput> {
  readonly operation = 'GetItem';
  readonly input: GetItemCommandInput;

  constructor(input: GetItemCommandInput) {
    this.input = input;
  }
}

export class UpdateItemCommand implements JsonCommand<UpdateItemCommandOutput> {
  readonly operation = 'UpdateItem';
  readonly input: UpdateItemCommandInput;

  constructor(input: UpdateItemCommandInput) {
    this.input = input;
  }
}

export class ConditionalCheckFailedException extends Error {
  override readonly name = 'ConditionalCheckFailedException';
  /** As it is instead, where that was asked for. */
  readonly Item: Record<string, AttributeValue> | undefined;

  constructor({ message, Item }: { message: string; Item?: Record<string, AttributeValue> }) {
    super(message);
    this.Item = Item;
  }
}
