/** The composition root: everything that is made once per cold start. */
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createCredentialStore } from './aws/credentials.ts';
import { createLedger } from './aws/ledger.ts';
import { createQueue } from './aws/queue.ts';
import { deliverBatch } from './batch.ts';
import type { DeliveryParts } from './delivery.ts';
import type { AnyIntegration } from './integration.ts';
import { createLog } from './log.ts';
import { createMeter } from './metrics.ts';
import { createRateLimiter } from './rate-limit.ts';
import { createRedactor } from './redaction.ts';
import { lambdaRuntime, type Runtime } from './runtime.ts';

/**
 * Makes the Lambda handler of an integration. Throws `ConfigError` when the function was not deployed by its stack.
 * @param runtime what the function reaches the world by
 * @default - the world as Lambda gives it
 */
export function createHandler(
  integration: AnyIntegration,
  runtime: Runtime = lambdaRuntime(),
): (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> {
  const { clients, now, random, randomId, sleep, send, write } = runtime;
  const { resources, settings } = runtime.config;
  const { destination } = integration.operation;
  const redactor = createRedactor();
  const parts: DeliveryParts = {
    integration,
    settings,
    credentials: createCredentialStore({
      client: clients.secrets,
      secretId: resources.secretId,
      destination,
      redactor,
      now,
      recheckMs: settings.parkedRecheckMs,
    }),
    queue: createQueue(clients.sqs, resources),
    limiter: createRateLimiter(
      settings.rateLimits?.[destination.name] ?? destination.rateLimits,
      resources.accountSandboxes,
      now,
    ),
    send,
    log: createLog(write, redactor, { environment: settings.environment }),
    meter: createMeter(write, integration.name, destination.name),
    redactor,
    now,
    random,
    sleep,
  };
  const { ledgerTable: tableName } = resources;
  return async (event, context) => {
    const ledger = createLedger({ client: clients.dynamodb, tableName, now, randomId, context });
    const remainingMs = () => context.getRemainingTimeInMillis();
    try {
      return await deliverBatch(parts, { ledger, remainingMs }, event, context);
    } finally {
      parts.meter.flush();
    }
  };
}
