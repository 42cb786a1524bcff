/** Errors as the SDK's clients throw them: the real classes where they exist, the service's base class where not. */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBServiceException,
} from '@aws-sdk/client-dynamodb';
import { SQSServiceException } from '@aws-sdk/client-sqs';

/** What the exception classes take besides the status. */
export const answered = (message: string, httpStatusCode = 400) => ({
  message,
  $metadata: { httpStatusCode },
});

const refused = (name: string, message: string) => ({
  name,
  $fault: 'client' as const,
  ...answered(message),
});

/** Of the names for which a client package has no class, as with `ValidationException`. */
export const dynamodbError = (name: string, message: string) =>
  new DynamoDBServiceException(refused(name, message));
export const sqsError = (name: string, message: string) => new SQSServiceException(refused(name, message));

export const validationError = (message: string) => dynamodbError('ValidationException', message);

export const conditionalCheckFailed = (item: Record<string, AttributeValue> | undefined) =>
  new ConditionalCheckFailedException({
    ...answered('The conditional request failed'),
    ...(item === undefined ? {} : { Item: item }),
  });

/** A hole in the model, not an answer of AWS: nothing may mistake it for one. */
export class NotModelled extends Error {
  override readonly name = 'NotModelled';
}

/** Refuses what the model would otherwise ignore in silence. */
export function knownOnly(operation: string, input: object, known: readonly string[]): void {
  for (const [name, value] of Object.entries(input)) {
    if (value !== undefined && !known.includes(name))
      throw new NotModelled(`${operation} with ${name} is not modelled`);
  }
}
