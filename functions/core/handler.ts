/** The composition root: everything that is made once per cold start. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createCredentialStore } from './aws/credentials.ts';
import { createLedger } from './aws/ledger.ts';
import { createQueue } from './aws/queue.ts';
import { deliverBatch } from './batch.ts';
import { readConfig } from './config.ts';
import type { DeliveryParts } from './delivery.ts';
import { createSendHttp } from './http.ts';
import type { AnyIntegration } from './integration.ts';
import { createLog } from './log.ts';
import { createMeter } from './metrics.ts';
import { createRateLimiter } from './rate-limit.ts';
import { createRedactor } from './redaction.ts';

/** The SDK's own default is to wait for ever; a call that takes longer than this is dead, and the retry is not. */
const awsClient = { requestHandler: { requestTimeout: 3_000, connectionTimeout: 1_000 }, maxAttempts: 3 };

/**
 * Makes the Lambda handler of an integration. Throws `ConfigError` when the function was not deployed by its stack.
 */
export function createHandler(
  integration: AnyIntegration,
): (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> {
  const { resources, settings } = readConfig();
  const { operation } = integration;
  const now = Date.now;
  const write = (line: string) => process.stdout.write(`${line}\n`);
  const redactor = createRedactor();
  const dynamodb = new DynamoDBClient(awsClient);
  const parts: DeliveryParts = {
    integration,
    settings,
    credentials: createCredentialStore({
      client: new SecretsManagerClient(awsClient),
      secretId: resources.secretId,
      destination: operation.destination,
      redactor,
      now,
      recheckMs: settings.parkedRecheckMs,
    }),
    queue: createQueue(new SQSClient(awsClient), resources),
    limiter: createRateLimiter(
      settings.rateLimits?.[operation.destination.name] ?? operation.destination.rateLimits,
      resources.accountSandboxes,
      now,
    ),
    send: createSendHttp({ allowPrivateAddresses: settings.allowPrivateAddresses, now }),
    log: createLog(write, redactor, { environment: settings.environment }),
    meter: createMeter(write, integration.name, operation.destination.name),
    redactor,
    now,
    random: Math.random,
    sleep: (ms) => sleep(ms),
  };
  return async (event, context) => {
    const ledger = createLedger({ client: dynamodb, tableName: resources.ledgerTable, now, context });
    try {
      return await deliverBatch(
        parts,
        { ledger, remainingMs: () => context.getRemainingTimeInMillis() },
        event,
        context,
      );
    } finally {
      parts.meter.flush();
    }
  };
}
