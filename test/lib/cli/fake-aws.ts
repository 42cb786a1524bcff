/** As much of SQS, SNS, Secrets Manager, CloudWatch Logs, DynamoDB, KMS, Lambda and CloudFormation as the command line calls, over real HTTP. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

interface StoredMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes?: Record<string, { DataType: string; StringValue: string }>;
  visible: boolean;
  receives: number;
  /** For how long the last receive asked to hide it. */
  hiddenForSeconds?: number;
}

export interface FakeAws {
  readonly endpoint: string;
  readonly queues: Map<string, StoredMessage[]>;
  readonly secrets: Map<string, string>;
  readonly logs: Map<string, { timestamp: number; message: string; eventId?: string | undefined }[]>;
  /** Items of the ledger table by id. */
  readonly items: Map<string, object>;
  /** State of the event source mapping by function. */
  readonly mappings: Map<string, string>;
  /** Latest value of a metric, by its name and what it is of: `WaitingAgeMs of customer-created-to-wallet`. */
  readonly metrics: Map<string, { readonly value: number; readonly atMs: number }>;
  /** What the function answers to an invocation, by its name; an `errorType` is an error of the function. */
  readonly functions: Map<string, object>;
  readonly invoked: { name: string; payload: string }[];
  readonly published: { topicArn: string; message: string }[];
  /** ARNs of the subscriptions to a topic, by its own; or `PendingConfirmation`. */
  readonly subscriptions: Map<string, readonly string[]>;
  /** What CloudFormation says of any stack. */
  stack: { readonly status: string; readonly drift: string };
  /** Names of the calls in the order in which they came. */
  readonly calls: string[];
  /** The most requests that were under way at once. */
  atOnceMost: number;
  /** So many visible messages of a queue still count as in flight, as for a while after they were put back. */
  countsAsInFlight: number;
  /** How long each answer takes. */
  latencyMs: number;
  /** What functions make references to people with. */
  readonly referenceKey: string;
  /** What KMS makes of a ciphertext; `undefined`: it is none of its keys'. */
  decrypt: (ciphertext: Buffer) => Buffer | undefined;
  /** Called before an operation; what it returns is the error type of the answer. */
  refuse: (call: string) => string | undefined;
  readonly put: (queue: string, body: string, diagnosis?: object) => void;
  readonly close: () => Promise<void>;
}

const later = async (ms: number) => {
  if (ms > 0) await sleep(ms);
};

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

export async function startFakeAws(): Promise<FakeAws> {
  let underWay = 0;
  const server = createServer((request, response) => {
    underWay += 1;
    fake.atOnceMost = Math.max(fake.atOnceMost, underWay);
    response.on('close', () => {
      underWay -= 1;
    });
    void Promise.all([read(request), later(fake.latencyMs)]).then(([body]) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
      if (pathname === '/2015-03-31/event-source-mappings') {
        fake.calls.push('ListEventSourceMappings');
        const refused = fake.refuse('ListEventSourceMappings');
        if (refused !== undefined) {
          response.writeHead(403, { 'x-amzn-errortype': refused }).end('{}');
          return;
        }
        response.end(JSON.stringify(mappingsOf(fake, searchParams)));
        return;
      }
      if (pathname.endsWith('/configuration')) {
        fake.calls.push('GetFunctionConfiguration');
        const variables = { INTERLOCK_RESOURCES: JSON.stringify({ referenceKey: fake.referenceKey }) };
        response.end(JSON.stringify({ Environment: { Variables: variables } }));
        return;
      }
      const [, name] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(pathname) ?? [];
      if (name !== undefined) {
        fake.invoked.push({ name, payload: body });
        const answer = fake.functions.get(name);
        if (answer === undefined)
          response.writeHead(404, { 'x-amzn-errortype': 'ResourceNotFoundException' });
        else if ('errorType' in answer) response.setHeader('x-amz-function-error', 'Unhandled');
        response.end(JSON.stringify(answer ?? {}));
        return;
      }
      const target = request.headers['x-amz-target'];
      const form = typeof target === 'string' ? undefined : new URLSearchParams(body);
      const call = typeof target === 'string' ? (target.split('.')[1] ?? '') : (form?.get('Action') ?? '');
      fake.calls.push(call);
      const refused = fake.refuse(call);
      if (form !== undefined) {
        const result = refused === undefined ? formAnswer(fake, form) : undefined;
        response
          .writeHead(result === undefined ? 403 : 200, { 'content-type': 'text/xml' })
          .end(
            result === undefined
              ? `<ErrorResponse><Error><Code>${refused ?? 'InvalidAction'}</Code></Error></ErrorResponse>`
              : `<${call}Response><${call}Result>${result}</${call}Result></${call}Response>`,
          );
        return;
      }
      const answer = refused === undefined ? handle(fake, call, JSON.parse(body)) : { __type: refused };
      const failed = '__type' in answer;
      response.writeHead(failed ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fake: FakeAws = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    queues: new Map(),
    secrets: new Map(),
    logs: new Map(),
    items: new Map(),
    mappings: new Map(),
    metrics: new Map(),
    functions: new Map(),
    invoked: [],
    published: [],
    subscriptions: new Map(),
    stack: { status: 'UPDATE_COMPLETE', drift: 'NOT_CHECKED' },
    calls: [],
    atOnceMost: 0,
    countsAsInFlight: 0,
    latencyMs: 0,
    referenceKey: 'reference-key',
    decrypt: () => undefined,
    refuse: () => undefined,
    put: (queue, body, diagnosis) => {
      const attributes = diagnosis && {
        diagnosis: { DataType: 'String', StringValue: JSON.stringify(diagnosis) },
      };
      store(fake, queue, body, attributes);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}

/** What SNS and CloudFormation say, which are asked by forms and answer in XML. */
function formAnswer(fake: FakeAws, form: URLSearchParams): string | undefined {
  switch (form.get('Action')) {
    case 'Publish':
      fake.published.push({ topicArn: form.get('TopicArn') ?? '', message: form.get('Message') ?? '' });
      return '<MessageId>sns-1</MessageId>';
    case 'ListSubscriptionsByTopic': {
      const members = (fake.subscriptions.get(form.get('TopicArn') ?? '') ?? []).map(
        (arn) => `<member><SubscriptionArn>${arn}</SubscriptionArn></member>`,
      );
      return `<Subscriptions>${members.join('')}</Subscriptions>`;
    }
    case 'DescribeStacks': {
      const { status, drift } = fake.stack;
      const told = `<StackDriftStatus>${drift}</StackDriftStatus>${drift === 'NOT_CHECKED' ? '' : '<LastCheckTimestamp>2026-11-20T08:00:00Z</LastCheckTimestamp>'}`;
      return `<Stacks><member><StackName>${form.get('StackName')}</StackName><StackStatus>${status}</StackStatus><DriftInformation>${told}</DriftInformation></member></Stacks>`;
    }
    default:
      return undefined;
  }
}

/** In pages of a hundred, as Lambda does. */
function mappingsOf({ mappings }: FakeAws, asked: URLSearchParams): object {
  const wanted = asked.get('FunctionName');
  const all = [...mappings]
    .filter(([name]) => wanted === null || name === wanted)
    .map(([name, State]) => ({
      State,
      FunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    }));
  const from = Number(asked.get('Marker') ?? 0);
  const NextMarker = from + 100 < all.length ? { NextMarker: `${from + 100}` } : {};
  return { EventSourceMappings: all.slice(from, from + 100), ...NextMarker };
}

let stored = 0;

function store(fake: FakeAws, queue: string, body: string, attributes?: StoredMessage['attributes']): string {
  stored += 1;
  const message = { id: `m-${stored}`, body, visible: true, receives: 0, ...(attributes && { attributes }) };
  fake.queues.set(queue, [...(fake.queues.get(queue) ?? []), message]);
  return message.id;
}

type Request = Record<string, unknown> & {
  readonly QueueUrl?: string;
  readonly ReceiptHandle?: string;
  readonly Entries?: readonly { Id: string; ReceiptHandle: string }[];
};

function handle(fake: FakeAws, call: string, request: Request): object {
  const queue =
    String(request.QueueUrl ?? '')
      .split('/')
      .pop() ?? '';
  const messages = fake.queues.get(queue) ?? [];
  switch (call) {
    case 'GetQueueUrl': {
      const name = String(request.QueueName);
      return fake.queues.has(name)
        ? { QueueUrl: `${fake.endpoint}/000000000000/${name}` }
        : { __type: missingQueue };
    }
    case 'GetQueueAttributes': {
      const visible = messages.filter((one) => one.visible).length;
      const late = Math.min(visible, fake.countsAsInFlight);
      return {
        Attributes: {
          QueueArn: `arn:aws:sqs:us-east-1:000000000000:${queue}`,
          ApproximateNumberOfMessages: `${visible - late}`,
          ApproximateNumberOfMessagesNotVisible: `${messages.length - visible + late}`,
        },
      };
    }
    case 'ReceiveMessage':
      return { Messages: receive(messages, Number(request.VisibilityTimeout)) };
    case 'SendMessage': {
      const body = String(request.MessageBody);
      const attributes = request.MessageAttributes as StoredMessage['attributes'];
      return { MessageId: store(fake, queue, body, attributes), MD5OfMessageBody: md5(body) };
    }
    case 'DeleteMessage':
      fake.queues.set(
        queue,
        messages.filter(({ id }) => id !== request.ReceiptHandle),
      );
      return {};
    case 'ChangeMessageVisibilityBatch':
      for (const { ReceiptHandle } of request.Entries ?? []) {
        for (const message of messages) if (message.id === ReceiptHandle) message.visible = true;
      }
      return { Successful: [], Failed: [] };
    case 'PutSecretValue':
      fake.secrets.set(String(request.SecretId), String(request.SecretString));
      return { VersionId: request.ClientRequestToken };
    case 'GetSecretValue': {
      const text = fake.secrets.get(String(request.SecretId));
      // 2026-11-23T12:00:00Z in seconds.
      return text === undefined
        ? { __type: 'ResourceNotFoundException' }
        : { SecretString: text, VersionId: 'version-1', CreatedDate: 1_795_435_200 };
    }
    case 'Decrypt': {
      const { CiphertextBlob, EncryptionAlgorithm, KeyId } = request;
      if (EncryptionAlgorithm !== 'RSAES_OAEP_SHA_256' || KeyId === undefined)
        return { __type: 'ValidationException' };
      const plain = fake.decrypt(Buffer.from(String(CiphertextBlob), 'base64'));
      return plain === undefined
        ? { __type: 'InvalidCiphertextException' }
        : { Plaintext: plain.toString('base64') };
    }
    case 'GetItem':
      return { Item: fake.items.get((request.Key as { id: { S: string } }).id.S) };
    case 'UpdateItem':
      // Whoever reserves a permit finds an account that nobody else uses.
      return { Attributes: fake.items.get((request.Key as { id: { S: string } }).id.S) ?? {} };
    case 'GetMetricData':
      return {
        MetricDataResults: (request.MetricDataQueries as MetricDataQuery[]).map((one) => latest(fake, one)),
      };
    case 'FilterLogEvents': {
      const events = fake.logs.get(String(request.logGroupName)) ?? [];
      const all = events.map((event, at) => ({ eventId: `${at}`, ...event }));
      return { events: all.filter(({ timestamp }) => timestamp >= Number(request.startTime)) };
    }
    default:
      return { __type: 'UnknownOperationException' };
  }
}

interface MetricDataQuery {
  readonly Id: string;
  readonly MetricStat: {
    readonly Metric: {
      readonly MetricName: string;
      readonly Dimensions: readonly { Name: string; Value: string }[];
    };
  };
}

function latest(fake: FakeAws, { Id, MetricStat: { Metric } }: MetricDataQuery): object {
  const of = Metric.Dimensions.map(({ Value }) => Value).at(-1);
  const found = fake.metrics.get(`${Metric.MetricName} of ${of}`);
  return {
    Id,
    Timestamps: found === undefined ? [] : [found.atMs / 1_000],
    Values: found === undefined ? [] : [found.value],
  };
}

const missingQueue = 'com.amazonaws.sqs#QueueDoesNotExist';

function receive(messages: readonly StoredMessage[], hiddenForSeconds: number): object[] {
  return messages
    .filter(({ visible }) => visible)
    .slice(0, 10)
    .map((message) => {
      message.visible = false;
      message.receives += 1;
      message.hiddenForSeconds = hiddenForSeconds;
      return {
        MessageId: message.id,
        ReceiptHandle: message.id,
        Body: message.body,
        MD5OfBody: md5(message.body),
        Attributes: { ApproximateReceiveCount: `${message.receives}` },
        ...(message.attributes && { MessageAttributes: message.attributes }),
      };
    });
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
