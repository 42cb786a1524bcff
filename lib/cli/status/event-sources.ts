import { type LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';

/**
 * The state of each function's event source as Lambda says it, by function name: `Enabled`, `Disabled`, or on the way.
 * One function is asked about by its name. Of several the whole list is read, a hundred at a time: Lambda takes fifteen
 * such calls a second of an account, and there may be more functions than that.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export async function readEventSources(
  lambda: LambdaClient,
  functionNames: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const [only] = functionNames;
  const FunctionName = functionNames.length === 1 ? only : undefined;
  const states = new Map<string, string>();
  let Marker: string | undefined;
  do {
    const { EventSourceMappings = [], NextMarker } = await lambda.send(
      new ListEventSourceMappingsCommand({ FunctionName, Marker }),
    );
    for (const { FunctionArn = '', State } of EventSourceMappings) {
      const name = FunctionArn.split(':')[6] ?? '';
      if (State !== undefined) states.set(FunctionName ?? name, State);
    }
    Marker = NextMarker;
  } while (Marker !== undefined && Marker !== '');
  return states;
}
