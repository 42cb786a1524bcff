/** What a function with tokens loads. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Destination } from '../declare/destination.ts';
import type { CredentialStore } from '../deliver/credentials.ts';
import type { Queue } from '../deliver/queue.ts';
import type { Redactor } from '../redact/redactor.ts';
import { createTokenCredentials } from './token-credentials.ts';
import { createTokenItem } from './token-item.ts';

interface Of {
  readonly secret: CredentialStore;
  readonly destination: Destination;
  readonly redactor: Redactor;
  readonly queue: Pick<Queue, 'askForToken'>;
}

interface Around {
  readonly clients: { readonly dynamodb: Pick<DynamoDBClient, 'send'> };
  readonly config: { readonly resources: { readonly ledgerTable: string } };
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** The secret of a destination together with its token. */
export function tokensOf({ queue, ...of }: Of, { clients, config, now, sleep }: Around): CredentialStore {
  const { name } = of.destination;
  const { ledgerTable: tableName } = config.resources;
  return createTokenCredentials({
    ...of,
    item: createTokenItem({ client: clients.dynamodb, tableName, destination: name }),
    ask: (refused) => queue.askForToken(name, refused),
    now,
    sleep,
  });
}
