/** A call of an AWS API: what the caller sent, what its role must allow, and who answers. */
import { arnOf, nameOf } from './account.ts';
import { json, xml } from './answers.ts';
import { leadingKeys, tablesOf } from './leading-keys.ts';
import type { HttpAnswer } from './queues.ts';
import type { Services } from './services.ts';
import type { Item } from './table.ts';

export interface CallRequest {
  /** The name of the call in its service, `SendMessage`. */
  readonly operation: string;
  /** What stands in JSON, path and query. */
  readonly input: Item;
  /** What stands in a form. */
  readonly form: URLSearchParams;
  readonly body: Buffer;
  /** The caller, as AWS calls him. */
  readonly userId: string;
  /** Whether the caller no longer waits for the answer. */
  readonly hasHungUp: () => boolean;
}

export interface Permission {
  /** `sqs:SendMessage`. */
  readonly action: string;
  /** ARN, or `*` where the action has none. */
  readonly resource: string;
  /** Condition keys that are known of the request, lower case. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

export interface Call {
  /** All of them must be allowed to the caller's role. */
  readonly permissions: (services: Services, request: CallRequest) => readonly Permission[];
  /** Throws `AwsError`, and what zod throws on input that it cannot read. */
  readonly run: (services: Services, request: CallRequest) => HttpAnswer | Promise<HttpAnswer>;
}

/** Of SNS: `run` gives the members of the `…Result` element. */
export const onTopic = (
  action: string,
  run: (topics: Services['topics'], topicArn: string, form: URLSearchParams) => string | Promise<string>,
): Call => ({
  permissions: (_, { form }) => [{ action, resource: form.get('TopicArn') ?? '*' }],
  run: async ({ topics }, { operation, form }) =>
    xml(200, operation, await run(topics, form.get('TopicArn') ?? form.get('TargetArn') ?? '', form)),
});

export const onQueue = (action: string, run: Call['run']): Call => ({
  permissions: (_, { input }) => [{ action, resource: arnOf('sqs', queueNameIn(input)) }],
  run,
});

export const queueNameIn = (input: Item) =>
  nameOf(String(input.QueueName ?? input.QueueUrl ?? input.SourceArn ?? '*'));

/** Of DynamoDB, for each table that it is about. */
export const onTable = (action: string): Call => ({
  permissions: ({ tables }, { input }) => {
    const context = {
      'dynamodb:leadingkeys': leadingKeys(input, (tableName) => tables.keyOf(tableName)[0]),
    };
    return tablesOf(input).map((table) => ({
      action,
      resource: arnOf('dynamodb', `table/${table}`),
      context,
    }));
  },
  run: ({ tables }, { operation, input, body }) => tables.request(operation, input, body),
});

export const onSecret = (
  action: string,
  run: (secrets: Services['secrets'], input: Item) => object,
): Call => ({
  permissions: ({ secrets }, { input }) => [
    { action, resource: secrets.arnOf(String(input.SecretId ?? '*')) },
  ],
  run: ({ secrets }, { input }) => json(run(secrets, input), '1.1'),
});

export const onLogGroup = (action: string, run: (logs: Services['logs'], input: Item) => object): Call => ({
  permissions: (_, { input }) => [
    { action, resource: arnOf('logs', `log-group:${input.logGroupName ?? '*'}:*`) },
  ],
  run: ({ logs }, { input }) => json(run(logs, input), '1.1'),
});

export const onEventSource = (
  action: string,
  run: (eventSources: Services['eventSources'], input: Item) => object,
): Call => ({
  permissions: ({ eventSources }, { input: { UUID } }) => {
    if (UUID === undefined) return [{ action, resource: '*' }];
    const of = [...eventSources.values()].filter(({ uuid }) => uuid === UUID);
    const context = { 'lambda:functionarn': of.map(({ target }) => target.definition.arn) };
    return [{ action, resource: arnOf('lambda', `event-source-mapping:${UUID}`), context }];
  },
  run: ({ eventSources }, { input }) => json(run(eventSources, input)),
});

export const onFunction = (action: string, run: Call['run']): Call => ({
  permissions: (_, { input }) => [
    { action, resource: arnOf('lambda', `function:${nameOf(String(input.FunctionName))}`) },
  ],
  run,
});
