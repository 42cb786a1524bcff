/** What a request calls, in whichever of AWS's three protocols: JSON with a target, a form, or a path. */
import type { IncomingMessage } from 'node:http';
import { jsonFailure, queryFailure } from './answers.ts';
import { AwsError } from './aws-error.ts';
import type { CallRequest } from './call.ts';
import type { HttpAnswer } from './queues.ts';

export interface ReadCall extends Omit<CallRequest, 'hasHungUp' | 'body' | 'userId'> {
  /** As in the table of calls, `sqs:SendMessage`. */
  readonly name: string;
  /** How the protocol writes an error. */
  readonly failure: (error: unknown) => HttpAnswer;
}

/** By the beginning of the target. */
const jsonServices: Readonly<Record<string, string>> = {
  AmazonSQS: 'sqs',
  DynamoDB_20120810: 'dynamodb',
  secretsmanager: 'secretsmanager',
  Logs_20140328: 'logs',
  GraniteServiceVersion20100801: 'cloudwatch',
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html: what stands in braces is input. */
const paths = [
  { method: 'GET', path: '/2015-03-31/event-source-mappings', operation: 'ListEventSourceMappings' },
  { method: 'GET', path: '/2015-03-31/event-source-mappings/{UUID}', operation: 'GetEventSourceMapping' },
  { method: 'PUT', path: '/2015-03-31/event-source-mappings/{UUID}', operation: 'UpdateEventSourceMapping' },
  { method: 'POST', path: '/2015-03-31/functions/{FunctionName}/invocations', operation: 'Invoke' },
  {
    method: 'GET',
    path: '/2015-03-31/functions/{FunctionName}/configuration',
    operation: 'GetFunctionConfiguration',
  },
].map(({ path, ...rest }) => ({
  ...rest,
  expression: new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`),
}));

/** Throws `AwsError` for a service that is not here, `SyntaxError` for JSON that is none. */
export function readCall({ method, url = '/', headers }: IncomingMessage, body: Buffer): ReadCall {
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  const noForm = new URLSearchParams();
  for (const { expression, operation, ...route } of paths) {
    const found = route.method === method ? expression.exec(pathname) : null;
    if (found === null) continue;
    const named = Object.entries(found.groups ?? {}).map(([name, text]) => [name, decodeURIComponent(text)]);
    const invocationType = headers['x-amz-invocation-type'];
    const input = {
      ...(operation === 'Invoke' ? {} : objectIn(body)),
      ...Object.fromEntries([...searchParams, ...named]),
      ...(invocationType === undefined ? {} : { InvocationType: invocationType }),
    };
    return { name: `lambda:${operation}`, operation, input, form: noForm, failure: jsonFailure };
  }
  const target = String(headers['x-amz-target'] ?? '');
  if (target === '') return readForm(new URLSearchParams(body.toString()));
  const [prefix = '', operation = ''] = target.split('.');
  const service = jsonServices[prefix];
  if (service === undefined) {
    throw new AwsError('UnknownOperationException', `the local AWS has no service ${prefix || url}`);
  }
  return {
    name: `${service}:${operation}`,
    operation,
    input: objectIn(body),
    form: noForm,
    failure: jsonFailure,
  };
}

function readForm(form: URLSearchParams): ReadCall {
  const operation = form.get('Action') ?? '';
  const service = operation === 'GetCallerIdentity' ? 'sts' : 'sns';
  return { name: `${service}:${operation}`, operation, input: {}, form, failure: queryFailure };
}

const objectIn = (body: Buffer): CallRequest['input'] =>
  body.length === 0 ? {} : JSON.parse(body.toString());
