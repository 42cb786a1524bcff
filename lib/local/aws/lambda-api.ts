/** The calls of Lambda: reading, pausing and resuming event source mappings, and invoking a function. */
import * as z from 'zod/mini';
import { arnOf, nameOf } from './account.ts';
import { AwsError } from './aws-error.ts';
import type { Call } from './call.ts';
import type { EventSourceMapping } from './event-source-mapping.ts';

/** By queue name. */
type EventSources = ReadonlyMap<string, EventSourceMapping>;

const listSchema = z.object({
  /** Name or ARN. */
  FunctionName: z.optional(z.string()),
  /** ARN of a queue. */
  EventSourceArn: z.optional(z.string()),
  /** Of the page before: how many those were. */
  Marker: z.optional(z.string()),
  MaxItems: z._default(z.coerce.number(), 100),
});
const oneSchema = z.object({ UUID: z.string(), Enabled: z.optional(z.boolean()) });
const invokeSchema = z.object({
  FunctionName: z.string(),
  InvocationType: z._default(z.string(), 'RequestResponse'),
});

export function listEventSourceMappings(eventSources: EventSources, input: unknown) {
  const { FunctionName, EventSourceArn, Marker = '0', MaxItems } = listSchema.parse(input);
  const found = [...eventSources.values()].filter(
    ({ target, definition }) =>
      (FunctionName === undefined ||
        [target.definition.name, target.definition.arn].includes(FunctionName)) &&
      (EventSourceArn === undefined || definition.queueArn === EventSourceArn),
  );
  const end = Number(Marker) + MaxItems;
  return {
    EventSourceMappings: found.slice(Number(Marker), end).map(described),
    ...(end < found.length ? { NextMarker: `${end}` } : {}),
  };
}

/** Throws `AwsError` when there is none. */
export const getEventSourceMapping = (eventSources: EventSources, input: unknown) =>
  described(found(eventSources, oneSchema.parse(input).UUID));

/** Throws `AwsError` when there is none, or while it is being changed. */
export function updateEventSourceMapping(eventSources: EventSources, input: unknown) {
  const { UUID, Enabled } = oneSchema.parse(input);
  const eventSource = found(eventSources, UUID);
  // https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html: one change at a time.
  if (eventSource.state === 'Disabling') {
    throw new AwsError('ResourceInUseException', `The event source mapping ${UUID} is being changed`);
  }
  if (Enabled === true) eventSource.enable();
  if (Enabled === false) eventSource.disable();
  return described(eventSource);
}

/** Answers what the function answered, or what it failed with. Throws `AwsError` when there is no such function. */
export const invoke: Call['run'] = async ({ functions }, { input, body }) => {
  const { FunctionName, InvocationType } = invokeSchema.parse(input);
  if (InvocationType !== 'RequestResponse') {
    throw new AwsError(
      'InvalidParameterValueException',
      `the local Lambda invokes by RequestResponse, not by ${InvocationType}`,
    );
  }
  const target = functionOf(functions, FunctionName);
  const result = await target.invoke(body.length === 0 ? '{}' : body.toString());
  const headers = { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' };
  if (result.ok) return { status: 200, headers, body: result.payload };
  const { errorType, errorMessage } = result;
  if (errorType === 'TooManyRequestsException') throw new AwsError(errorType, errorMessage, 429);
  // https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
  return {
    status: 200,
    headers: { ...headers, 'x-amz-function-error': 'Unhandled' },
    body: JSON.stringify({ errorType, errorMessage }),
  };
};

/** Name and variables, which is what anybody reads of it here. Throws `AwsError` when there is no such function. */
export const getFunctionConfiguration: Call['run'] = async ({ functions }, { input }) => {
  const { FunctionName } = z.object({ FunctionName: z.string() }).parse(input);
  const { name, arn, environment } = functionOf(functions, FunctionName).definition;
  // What the platform sets itself is none of its configuration.
  const own = Object.entries(environment).filter(([variable]) => !variable.startsWith('AWS_'));
  const answer = {
    FunctionName: name,
    FunctionArn: arn,
    Environment: { Variables: Object.fromEntries(own) },
  };
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) };
};

function functionOf(functions: Parameters<Call['run']>[0]['functions'], name: string) {
  const target = functions.get(nameOf(name));
  if (target !== undefined) return target;
  const arn = arnOf('lambda', `function:${nameOf(name)}`);
  throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
}

function found(eventSources: EventSources, uuid: string): EventSourceMapping {
  const eventSource = [...eventSources.values()].find((each) => each.uuid === uuid);
  if (eventSource !== undefined) return eventSource;
  throw new AwsError('ResourceNotFoundException', `The resource you requested does not exist: ${uuid}`, 404);
}

const described = ({ uuid, definition, target, state }: EventSourceMapping) => ({
  UUID: uuid,
  EventSourceMappingArn: arnOf('lambda', `event-source-mapping:${uuid}`),
  EventSourceArn: definition.queueArn,
  FunctionArn: target.definition.arn,
  State: state,
  StateTransitionReason: 'USER_INITIATED',
  BatchSize: definition.batchSize,
  MaximumBatchingWindowInSeconds: definition.windowSeconds,
  FunctionResponseTypes: definition.reportsFailures ? ['ReportBatchItemFailures'] : [],
  ScalingConfig: { MaximumConcurrency: definition.maximumConcurrency },
});
