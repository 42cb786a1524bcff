import {
  type EventSourceMappingConfiguration,
  GetEventSourceMappingCommand,
  type LambdaClient,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';

/** The event source mappings between the queues and the functions of some integrations. */
export interface EventSources {
  /**
   * Pauses each that is not paused, and says how many those were; their messages stay in the queue.
   * Throws what Lambda answered, after trying all: `ResourceInUseException` while it carries out an earlier change.
   */
  readonly pause: () => Promise<number>;
  /** Lets each that is paused go on; as `pause` otherwise. */
  readonly resume: () => Promise<number>;
}

/** @param ids the mapping's UUID by integration */
export function createEventSources(
  client: Pick<LambdaClient, 'send'>,
  ids: Readonly<Record<string, string>>,
): EventSources {
  /** Lambda changes them in its own time: what it says now is how far it has come. */
  const turn = async (Enabled: boolean, isDue: (state: string) => boolean) => {
    const turned = await Promise.allSettled(
      Object.values(ids).map(async (UUID) => {
        const found: EventSourceMappingConfiguration = await client.send(
          new GetEventSourceMappingCommand({ UUID }),
        );
        if (!isDue(found.State ?? '')) return false;
        await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
        return true;
      }),
    );
    const failed = turned.find((each) => each.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return turned.filter((each) => each.status === 'fulfilled' && each.value).length;
  };
  return {
    pause: () => turn(false, (state) => !['Disabled', 'Disabling', 'Deleting'].includes(state)),
    // What is being made or changed by a deployment is left alone: it is not paused.
    resume: () => turn(true, (state) => ['Disabled', 'Disabling'].includes(state)),
  };
}
