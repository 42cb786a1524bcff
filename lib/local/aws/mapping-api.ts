/** The calls of the Lambda API that parking needs: reading, pausing and resuming event source mappings. */
import * as z from 'zod/mini';
import { arnOf } from './account.ts';
import { AwsError } from './aws-error.ts';
import type { EventSourceMapping } from './event-source-mapping.ts';

export interface MappingCall {
  /** `lambda:UpdateEventSourceMapping`. */
  readonly action: string;
  /** ARN of the mapping; `*` for the list. */
  readonly resource: string;
  /** Does it, and returns the answer. Throws `AwsError`. */
  readonly run: (body: string) => object;
}

const path = '/2015-03-31/event-source-mappings';
const updateSchema = z.object({ Enabled: z.optional(z.boolean()) });

/** `undefined` for a request that is about something else. */
export function readMappingCall(
  method: string,
  url: string,
  mappings: ReadonlyMap<string, EventSourceMapping>,
): MappingCall | undefined {
  if (!url.startsWith(path)) return undefined;
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  const uuid = decodeURIComponent(pathname.slice(path.length).replaceAll('/', ''));
  const resource = uuid === '' ? '*' : arnOf('lambda', `event-source-mapping:${uuid}`);
  const found = () => {
    const mapping = [...mappings.values()].find((each) => each.uuid === uuid);
    if (mapping !== undefined) return mapping;
    throw new AwsError(
      'ResourceNotFoundException',
      `The resource you requested does not exist: ${uuid}`,
      404,
    );
  };
  if (method === 'GET' && uuid === '') {
    const run = () => ({ EventSourceMappings: listed(mappings, searchParams).map(described) });
    return { action: 'lambda:ListEventSourceMappings', resource, run };
  }
  if (method === 'GET') {
    return { action: 'lambda:GetEventSourceMapping', resource, run: () => described(found()) };
  }
  if (method !== 'PUT') return undefined;
  const run = (body: string) => {
    const mapping = found();
    const { Enabled } = updateSchema.parse(JSON.parse(body));
    // https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html: one change at a time.
    if (mapping.state === 'Disabling') {
      throw new AwsError('ResourceInUseException', `The event source mapping ${uuid} is being changed`);
    }
    if (Enabled === true) mapping.enable();
    if (Enabled === false) mapping.disable();
    return described(mapping);
  };
  return { action: 'lambda:UpdateEventSourceMapping', resource, run };
}

function listed(mappings: ReadonlyMap<string, EventSourceMapping>, query: URLSearchParams) {
  const [functionName, queueArn] = [query.get('FunctionName'), query.get('EventSourceArn')];
  return [...mappings.values()].filter(
    ({ target, definition }) =>
      (functionName === null || [target.definition.name, target.definition.arn].includes(functionName)) &&
      (queueArn === null || definition.queueArn === queueArn),
  );
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
