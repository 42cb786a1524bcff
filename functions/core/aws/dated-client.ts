import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DatedAnswer } from '../pace/service-time.ts';

export interface DatedClientOptions {
  readonly monotonicMs: () => number;
  /** Gets what each answer says of the time, a refusal as well. */
  readonly hear: (answer: DatedAnswer) => void;
}

/**
 * The client, whose answers tell the time along. The slim clients hand the `Date` of an answer on; from others nothing is
 * learned. When a call was repeated, the moment of the first is the one that is known.
 */
export function datedClient(
  client: Pick<DynamoDBClient, 'send'>,
  { monotonicMs, hear }: DatedClientOptions,
): Pick<DynamoDBClient, 'send'> {
  const send = async (command: never): Promise<unknown> => {
    const askedMs = monotonicMs();
    const heard = (from: unknown) => {
      const dateMs = Date.parse((from as Dated)?.$metadata?.date ?? '');
      if (!Number.isNaN(dateMs)) hear({ askedMs, heardMs: monotonicMs(), dateMs });
    };
    try {
      const output: unknown = await client.send(command);
      heard(output);
      return output;
    } catch (error) {
      heard(error);
      throw error;
    }
  };
  return { send: send as DynamoDBClient['send'] };
}

interface Dated {
  readonly $metadata?: { readonly date?: string };
}
