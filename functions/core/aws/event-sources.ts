import { type LambdaClient, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import type { EventSourceList } from './event-source-list.ts';

/** The event source mappings between the queues and the functions of some integrations. */
export interface EventSources {
  /**
   * Makes each what it ought to be; messages of a paused one stay in its queue. Throws what Lambda answered, after trying
   * all; that it is still at an earlier change is no error.
   * @param isPaused by the name of the integration
   */
  readonly turn: (isPaused: (integration: string) => boolean) => Promise<Turned>;
}

/** How many were changed, and how many could not be yet. */
export interface Turned {
  readonly paused: number;
  readonly enabled: number;
  /** Lambda is still at an earlier change of them: to be looked at again in a moment. */
  readonly unsettled: number;
}

export interface EventSourcesOptions {
  readonly client: Pick<LambdaClient, 'send'>;
  /** Of all functions, whoever else looks at it meanwhile. */
  readonly list: EventSourceList;
  /** The name of the function by integration. One that has no event source, yet or any more, is left out. */
  readonly functions: Readonly<Record<string, string>>;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * A change takes Lambda from a second to a minute. What has just been paused is waited for in place for a few seconds, since
 * somebody may wait for it; the rest is left to another request.
 */
const looks = { most: 4, everyMs: 1_000 };

export function createEventSources({ client, list, functions, sleep }: EventSourcesOptions): EventSources {
  /** What was done about one; Lambda changes them in its own time: what it says now is how far it has come. */
  const turnOne = async (functionName: string, isPaused: boolean): Promise<keyof Turned | undefined> => {
    for (let look = 1; ; look += 1) {
      const found = (await list.read()).get(functionName);
      if (found === undefined) return undefined;
      const step = stepFor(found.state, isPaused);
      if (step === 'none') return undefined;
      if (step === 'change' && (await isTaken({ UUID: found.uuid, Enabled: !isPaused })))
        return isPaused ? 'paused' : 'enabled';
      if (look === looks.most) return 'unsettled';
      await sleep(looks.everyMs);
    }
  };
  /** `false`: Lambda is still at an earlier change. */
  const isTaken = async (change: { UUID: string; Enabled: boolean }) => {
    try {
      await client.send(new UpdateEventSourceMappingCommand(change));
      return true;
    } catch (error) {
      if (!busyErrors.includes((error as Error).name)) throw error;
      return false;
    } finally {
      list.forget();
    }
  };
  return {
    turn: async (isPaused) => {
      const turned = await Promise.allSettled(
        Object.entries(functions).map(([integration, name]) => turnOne(name, isPaused(integration))),
      );
      const failed = turned.find((each) => each.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
      const count = (what: keyof Turned) =>
        turned.filter((each) => each.status === 'fulfilled' && each.value === what).length;
      return { paused: count('paused'), enabled: count('enabled'), unsettled: count('unsettled') };
    },
  };
}

/** AWS documents both for it. https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html */
const busyErrors = ['ResourceInUseException', 'ResourceConflictException'];

function stepFor(state: string, isPaused: boolean): 'none' | 'change' | 'wait' {
  if (isPaused) return ['Disabled', 'Disabling', 'Deleting'].includes(state) ? 'none' : 'change';
  if (state === 'Disabling') return 'wait';
  // What is being made or changed by a deployment is left alone: it is not paused.
  return state === 'Disabled' ? 'change' : 'none';
}
