/** What people are told of an incident that a ledger holds: the real supervisor's look, and the alerts that it sends. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { instantClient } from '../../../bench/instant-client.ts';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { createSendHttp } from '../../../functions/core/http/send-http.ts';
import { createSupervisor } from '../../../functions/supervisor/supervisor.ts';
import { environments } from '../../../lib/environments.ts';
import type { TableModel } from '../../models/table.ts';

export interface AlertsOptions {
  readonly table: TableModel;
  readonly tableName: string;
  readonly integration: AnyIntegration;
  readonly secret: object;
  /** After the incident: by then it has lasted long enough to be looked at. */
  readonly now: () => number;
}

const mappingOf = (integration: string) => ({
  UUID: 'mapping',
  FunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:interlock-local-${integration}`,
  State: 'Disabled',
});

/** What was sent to the alerts topic, and the supervisor's own lines. */
export async function alertsOf({
  table,
  tableName,
  integration,
  secret,
  now,
}: AlertsOptions): Promise<string[]> {
  const told: string[] = [];
  const noAlarm = new Promise<never>(() => {});
  const supervisor = createSupervisor([integration], {
    config: {
      settings: environments.local.settings,
      resources: {
        ledgerTable: tableName,
        queueUrl: 'https://sqs.us-east-1.amazonaws.com/000000000000/interlock-local-supervisor',
        alertsTopicArn: 'arn:aws:sns:us-east-1:000000000000:interlock-local-alerts',
        queueRetentionSeconds: 1_209_600,
        maxReceiveCount: 1_000,
        secretPrefix: 'interlock/local/',
        destinations: [integration.operation.destination.name],
      },
    },
    clients: {
      dynamodb: new DynamoDBClient(instantClient((operation, input) => table.execute(operation, input))),
      secrets: new SecretsManagerClient(
        instantClient(() => ({ SecretString: JSON.stringify(secret), VersionId: 'v1' })),
      ),
      lambda: { send: async () => ({ EventSourceMappings: [mappingOf(integration.name)] }) } as never,
      sns: {
        send: async ({ input }: { readonly input: object }) => void told.push(JSON.stringify(input)),
      } as never,
      sqs: { send: async () => ({}) } as never,
    },
    loadTokenKeeper: () => import('../../../functions/supervisor/token-parts.ts'),
    send: createSendHttp({ allowPrivateAddresses: true, now }),
    write: (line) => told.push(line),
    now,
    monotonicMs: () => performance.now(),
    random: () => 0.5,
    randomId: () => 'owner-2',
    // A deadline does not come: what it is about answers at once.
    sleep: (ms) => (ms > 2_000 ? noAlarm : Promise.resolve()),
  });
  const attributes = { SenderId: 'AROAEXAMPLE:the-clock' };
  const record = { messageId: 'm-1', body: JSON.stringify({ ask: 'look' }), attributes };
  await supervisor({ Records: [record] } as never);
  return told;
}
