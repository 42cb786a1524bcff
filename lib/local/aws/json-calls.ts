/** The services that are called in JSON, by the beginning of the call's target: what each asks IAM for, and who answers. */
import type { ServerResponse } from 'node:http';
import { arnOf, nameOf } from './account.ts';
import { json } from './answers.ts';
import { leadingKeys, tablesOf } from './leading-keys.ts';
import type { HttpAnswer, Queues } from './queues.ts';
import type { Authorize, Services } from './services.ts';
import type { Item } from './table.ts';

export interface JsonCall {
  readonly operation: string;
  readonly input: Item;
  readonly body: Buffer;
  readonly target: string;
  readonly response: ServerResponse;
  readonly authorize: Authorize;
}

type Handler = (services: Services, call: JsonCall) => HttpAnswer | Promise<HttpAnswer>;

export const jsonHandlers: Readonly<Record<string, Handler>> = {
  AmazonSQS: answerQueues,
  DynamoDB_20120810: ({ tables }, { operation, input, body, authorize }) => {
    const keys = leadingKeys(input, (tableName) => tables.keyOf(tableName)[0]);
    for (const table of tablesOf(input)) {
      authorize(`dynamodb:${operation}`, arnOf('dynamodb', `table/${table}`), {
        'dynamodb:leadingkeys': keys,
      });
    }
    return tables.request(operation, input, body);
  },
  secretsmanager: ({ secrets }, { operation, input, authorize }) => {
    authorize(`secretsmanager:${operation}`, secrets.arnOf(String(input.SecretId ?? '*')));
    return json(secrets.handle(operation, input), '1.1');
  },
  Logs_20140328: ({ logs }, { operation, input, authorize }) => {
    authorize(`logs:${operation}`, arnOf('logs', `log-group:${input.logGroupName ?? '*'}:*`));
    return json(logs.handle(operation, input), '1.1');
  },
};

async function answerQueues(
  { queues, moveTasks }: Services,
  { operation, input, body, target, response, authorize }: JsonCall,
): Promise<HttpAnswer> {
  const queueName = nameOf(String(input.QueueName ?? input.QueueUrl ?? input.SourceArn ?? '*'));
  // There is no permission for the batch calls: that of the single one covers them.
  authorize(`sqs:${operation.replace(/Batch$/, '')}`, arnOf('sqs', queueName));
  if (operation === 'StartMessageMoveTask') return json(moveTasks.start(input));
  if (operation === 'ListMessageMoveTasks') return json(moveTasks.list(input));
  const received = await queues.request(target, body);
  if (operation === 'ReceiveMessage' && response.destroyed) await giveBack(queues, queueName, received);
  return received;
}

/** Whoever waited for messages has hung up. */
async function giveBack(queues: Queues, queueName: string, { body }: HttpAnswer): Promise<void> {
  const { Messages = [] } = JSON.parse(String(body)) as { Messages?: readonly { ReceiptHandle: string }[] };
  for (const { ReceiptHandle } of Messages) await queues.giveBack(queueName, ReceiptHandle);
}
