/** The composition root: everything that is made once per cold start. */
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createAccount } from './aws/account.ts';
import { createAccountItem } from './aws/account-item.ts';
import { createCredentialStore } from './aws/credentials.ts';
import { createLedger } from './aws/ledger.ts';
import { createQueue } from './aws/queue.ts';
import { deliverBatch } from './batch.ts';
import type { DeliveryParts } from './delivery.ts';
import type { AnyIntegration } from './integration.ts';
import { createLog } from './log.ts';
import { createMeter } from './metrics.ts';
import { paceOf } from './pace.ts';
import { createRedactor } from './redaction.ts';
import { lambdaRuntime, type Runtime } from './runtime.ts';
import { createStandstill } from './standstill.ts';

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
  const { ledgerTable: tableName, secretId } = resources;
  const redactor = createRedactor();
  const log = createLog(write, redactor, { environment: settings.environment });
  const queue = createQueue(clients.sqs, redactor.secrets, resources);
  const account = createAccount({
    item: createAccountItem({ client: clients.dynamodb, tableName, destination: destination.name }),
    pace: paceOf(settings.rateLimits?.[destination.name] ?? destination.rateLimits, settings.pacing),
    now,
    recheckMs: settings.parkedRecheckMs,
    requestTimeoutMs: destination.requestTimeoutMs,
    onError: (what, error) =>
      log.write('error', what, { destination: destination.name, reason: (error as Error).name }),
  });
  const parts: DeliveryParts = {
    integration,
    settings,
    credentials: createCredentialStore({ client: clients.secrets, secretId, destination, redactor, now }),
    queue,
    account,
    standstill: createStandstill({ account, queue, log, destination: destination.name }),
    send,
    log,
    meter: createMeter(write, integration.name, destination.name),
    redactor,
    now,
    random,
    sleep,
  };
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
