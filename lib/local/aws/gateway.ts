/** The one endpoint: tells by the request which service is meant, asks IAM, and passes it on. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod/mini';
import { accountId, arnOf, nameOf } from './account.ts';
import { AwsError } from './aws-error.ts';
import type { EventSourceMapping } from './event-source-mapping.ts';
import type { Iam } from './iam.ts';
import { leadingKeys, tablesOf } from './leading-keys.ts';
import type { Logs } from './logs.ts';
import { readMappingCall } from './mapping-api.ts';
import type { MoveTasks } from './move-tasks.ts';
import type { HttpAnswer, Queues } from './queues.ts';
import type { Secrets } from './secrets.ts';
import type { Item, Tables } from './table.ts';
import type { Topics } from './topics.ts';
import { element, handleTopicsCall } from './topics-api.ts';

export interface Services {
  readonly queues: Queues;
  readonly topics: Topics;
  readonly tables: Tables;
  readonly secrets: Secrets;
  readonly logs: Logs;
  readonly iam: Iam;
  readonly moveTasks: MoveTasks;
  /** By queue name. */
  readonly mappings: ReadonlyMap<string, EventSourceMapping>;
}

export interface Gateway {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

interface Call {
  readonly operation: string;
  readonly input: Item;
  readonly body: Buffer;
  readonly target: string;
  readonly response: ServerResponse;
  /** Throws when the caller's role does not allow it. */
  readonly authorize: (
    action: string,
    resource: string,
    context?: Readonly<Record<string, readonly string[]>>,
  ) => void;
}

type Handler = (services: Services, call: Call) => HttpAnswer | Promise<HttpAnswer>;

/** Rejects when the port is taken. `services` is asked for at each request: the endpoint is there before they are. */
export async function startGateway(port: number, services: () => Services): Promise<Gateway> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void respond(services, request, response, Buffer.concat(chunks)));
  });
  // The functions' clients keep their connections; a server that ends idle ones makes them fail now and then.
  server.keepAliveTimeout = 0;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Never rejects: what goes wrong is the answer. */
async function respond(
  services: () => Services,
  request: IncomingMessage,
  response: ServerResponse,
  requestBody: Buffer,
): Promise<void> {
  let found: HttpAnswer;
  try {
    found = await answer(services(), request, response, requestBody);
  } catch (error) {
    found = jsonFailure(error);
  }
  const { status, headers, body } = found;
  // With its length known, an answer goes out in one piece.
  const length = { 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...(headers as Record<string, string>), ...length }).end(body);
}

async function answer(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
): Promise<HttpAnswer> {
  // A page in a browser can be made to name this address by another host; nobody else does.
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')) {
    throw new AwsError('AccessDeniedException', `this endpoint is not ${request.headers.host}`, 403);
  }
  const accessKeyId = /Credential=([^/,]+)\//.exec(request.headers.authorization ?? '')?.[1];
  const authorize: Call['authorize'] = (action, resource, context = {}) =>
    services.iam.authorize(accessKeyId, {
      action,
      resource,
      // Loopback stands in for TLS.
      context: { 'aws:securetransport': ['true'], ...context },
    });
  const mappingCall = readMappingCall(request.method ?? '', request.url ?? '', services.mappings);
  if (mappingCall !== undefined) {
    authorize(mappingCall.action, mappingCall.resource);
    return json(mappingCall.run(body.toString()));
  }
  const target = String(request.headers['x-amz-target'] ?? '');
  if (target === '') return answerQuery(services, new URLSearchParams(body.toString()), authorize);
  const [service = '', operation = ''] = target.split('.');
  const handler = handlers[service];
  if (handler === undefined) {
    throw new AwsError('UnknownOperationException', `the local AWS has no service ${service || request.url}`);
  }
  const input = body.length === 0 ? {} : (JSON.parse(body.toString()) as Item);
  return handler(services, { operation, input, body, target, response, authorize });
}

const handlers: Readonly<Record<string, Handler>> = {
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
  { operation, input, body, target, response, authorize }: Call,
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

async function answerQuery(
  { topics }: Services,
  form: URLSearchParams,
  authorize: Call['authorize'],
): Promise<HttpAnswer> {
  const action = form.get('Action') ?? '';
  try {
    if (action === 'GetCallerIdentity') {
      const arn = `arn:aws:iam::${accountId}:root`;
      return xml(
        200,
        action,
        `${element('Arn', arn)}${element('UserId', accountId)}${element('Account', accountId)}`,
      );
    }
    // As with queues, publishing a batch is publishing.
    authorize(`sns:${action.replace(/Batch$/, '')}`, form.get('TopicArn') ?? '*');
    return xml(200, action, await handleTopicsCall(topics, action, form));
  } catch (error) {
    const { code, message, status } = asAwsError(error);
    const content = `${element('Type', 'Sender')}${element('Code', code.replace('AccessDeniedException', 'AuthorizationError'))}${element('Message', message)}`;
    const body = `<ErrorResponse><Error>${content}</Error></ErrorResponse>`;
    return { status, headers: { 'content-type': 'text/xml' }, body };
  }
}

const xml = (status: number, action: string, result: string): HttpAnswer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`,
});

const json = (output: object, version = '1.0'): HttpAnswer => ({
  status: 200,
  headers: { 'content-type': `application/x-amz-json-${version}` },
  body: JSON.stringify(output),
});

function jsonFailure(error: unknown): HttpAnswer {
  const { code, message, status } = asAwsError(error);
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': code },
    body: JSON.stringify({ __type: code, message, Message: message }),
  };
}

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof z.core.$ZodError || error instanceof SyntaxError) {
    return new AwsError('ValidationException', error.message);
  }
  return new AwsError('InternalFailure', error instanceof Error ? error.message : String(error), 500);
}
