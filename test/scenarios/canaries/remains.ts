/** All that deliveries leave behind, looked through for keys and names: lines, metrics, dead letters, ledger items. */
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { LocalAws } from '../../../lib/local/aws/local-aws.ts';
import { deadLetterQueueName, ledgerTableName } from '../../../lib/names.ts';
import { createOracle } from './oracle.ts';

export interface Remains {
  /** Takes a line of the log. */
  readonly read: (line: string) => void;
  /** From now on no piece of this key may be found. */
  readonly addKey: (apiKey: string) => void;
  /** From now on this may stand in no line, ledger item and diagnosis. In small letters. */
  readonly addName: (name: string) => void;
  /** This event holds a key itself, and its dead letter does too: a redrive needs the untouched body. */
  readonly addCareless: (eventId: string) => void;
  /** By integration and event id: what the last invocation with the delivery made of it. */
  readonly cameTo: ReadonlyMap<string, string>;
  /** What there is to find in everything that is new since the last look. */
  readonly leaks: (aws: LocalAws) => Promise<readonly string[]>;
}

export function createRemains(integrations: readonly string[]): Remains {
  const oracle = createOracle();
  const names = new Set<string>();
  const careless = new Set<string>();
  const lines: string[] = [];
  const cameTo = new Map<string, string>();
  const looked = new Set<string>();

  const leaksIn = (where: string, text: string, holdsPersons = false): string[] => {
    if (looked.has(text)) return [];
    looked.add(text);
    const name = [...names].find((one) => !holdsPersons && text.toLowerCase().includes(one));
    const leak = oracle.leak(text);
    return [
      ...(name === undefined ? [] : [`${where}: the name ${name} in ${text}`]),
      ...(leak === undefined ? [] : [`${where}: ${leak} in ${text}`]),
    ];
  };

  return {
    read: (line) => {
      lines.push(line);
      const { message, integration, eventId, outcome, nextAttemptInMs } = JSON.parse(line);
      if (message !== 'delivery.attempted' && message !== 'delivery.settled') return;
      // A wait of nothing stands between two requests of one invocation.
      if (nextAttemptInMs !== 0) cameTo.set(`${integration} ${eventId}`, outcome);
    },
    addKey: oracle.add,
    addName: (name) => names.add(name),
    addCareless: (eventId) => careless.add(eventId),
    cameTo,
    leaks: async (aws) => {
      // Metrics too: in EMF they are lines.
      const found = lines.splice(0).flatMap((line) => leaksIn('log line', line));
      for (const integration of integrations) {
        const { ready } = aws.queues.inspect(deadLetterQueueName('local', integration));
        for (const { body, messageAttributes } of ready) {
          found.push(...leaksIn('attributes of a dead letter', JSON.stringify(messageAttributes)));
          if (!careless.has(JSON.parse(body).id)) found.push(...leaksIn('dead letter', body, true));
        }
      }
      const dynamodb = new DynamoDBClient(aws.client);
      for await (const { Items = [] } of paginateScan(
        { client: dynamodb },
        { TableName: ledgerTableName('local') },
      )) {
        found.push(...Items.flatMap((item) => leaksIn('ledger item', JSON.stringify(item))));
      }
      dynamodb.destroy();
      return found;
    },
  };
}
