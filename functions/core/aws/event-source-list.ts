import { type LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';

/** An event source mapping as Lambda lists it. */
export interface ListedEventSource {
  readonly uuid: string;
  /** `Enabled`, `Disabled`, or on the way to it. */
  readonly state: string;
}

/** The event sources of all functions of the account and region. */
export interface EventSourceList {
  /** By function name, as they were within the last half second. Throws what Lambda answered. */
  readonly read: () => Promise<ReadonlyMap<string, ListedEventSource>>;
  /** Whoever has changed one says so: what was read before is not told any more. */
  readonly forget: () => void;
}

/** All destinations are looked at within a moment of each other. Less than what they wait before they look again. */
const freshMs = 500;

/**
 * Read as a whole, a hundred at a time, and shared: Lambda takes fifteen calls a second of an account, all callers and
 * deployments together, and a hundred functions asked about one by one would be refused.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export function createEventSourceList(
  client: Pick<LambdaClient, 'send'>,
  now: () => number,
): EventSourceList {
  let last: { readonly atMs: number; readonly read: ReturnType<EventSourceList['read']> } | undefined;
  return {
    read: () => {
      if (last === undefined || now() - last.atMs > freshMs) last = { atMs: now(), read: readAll(client) };
      const { read } = last;
      // What failed for one is tried anew for the next.
      read.catch(() => {
        if (last?.read === read) last = undefined;
      });
      return read;
    },
    forget: () => {
      last = undefined;
    },
  };
}

async function readAll(client: Pick<LambdaClient, 'send'>): ReturnType<EventSourceList['read']> {
  const found = new Map<string, ListedEventSource>();
  let Marker: string | undefined;
  do {
    const { EventSourceMappings = [], NextMarker } = await client.send(
      new ListEventSourceMappingsCommand(Marker === undefined ? {} : { Marker }),
    );
    for (const { FunctionArn = '', UUID, State = '' } of EventSourceMappings) {
      const [, , , , , , name] = FunctionArn.split(':');
      if (name !== undefined && UUID !== undefined) found.set(name, { uuid: UUID, state: State });
    }
    Marker = NextMarker;
  } while (Marker !== undefined && Marker !== '');
  return found;
}
