import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createAccountItem } from '../core/aws/account-item.ts';
import { readSecret } from '../core/aws/credentials.ts';
import { createDriftClaims } from '../core/aws/drift-claims.ts';
import { claimsMax, createDriftReporter } from '../core/contract/drift/drift-reporter.ts';
import { compareLocks } from '../core/contract/lock/compare-locks.ts';
import { lenient } from '../core/contract/lock/leniency.ts';
import { lockOf } from '../core/contract/probe/lock-of.ts';
import { runChecks } from '../core/contract/probe/run-checks.ts';
import type { ContractDeclaration } from '../core/declare/contract.ts';
import type { Destination } from '../core/declare/destination.ts';
import type { AnyIntegration } from '../core/declare/integration.ts';
import { ConfigError } from '../core/errors.ts';
import { createLog, type Log } from '../core/log.ts';
import { createDestinationMeter } from '../core/metrics.ts';
import { createAccountStore } from '../core/pace/account-store.ts';
import { createPacedSend, permitWaitMsMax } from '../core/pace/paced-send.ts';
import { paceOf } from '../core/pace/spacing.ts';
import { createRedactor, type Redactor } from '../core/redact/redactor.ts';
import { isCheckRequest } from './request.ts';
import { samples } from './requests-max.ts';
import type { ContractWatchRuntime } from './runtime.ts';
import { type WatchOptions, watchContract } from './watch.ts';

/** How long the ledger may take to answer about ten drifts: nobody waits for it, but a check has to end. */
const claimMsMax = 5_000;

export interface Asked {
  readonly contracts: readonly ContractDeclaration[];
  /** Whose mappers make what is asked for. */
  readonly integrations: readonly AnyIntegration[];
}

/**
 * Makes the Lambda handler of the contract watch. Throws `ConfigError` when a destination that it was deployed for is
 * none of the integrations'.
 */
export function createContractWatch(
  asked: Asked,
  runtime: ContractWatchRuntime,
): (event: SQSEvent) => Promise<SQSBatchResponse> {
  const { config, write } = runtime;
  const redactor = createRedactor();
  const log = createLog(write, redactor.secrets, { environment: config.settings.environment });
  const watched = Object.entries(config.resources.destinations).map(([name, { secretId }]) =>
    optionsOf(destinationOf(asked, name), secretId, asked, { ...runtime, redactor, log }),
  );
  return async ({ Records }) => {
    const refused = Records.filter(({ body }) => !isCheckRequest(body));
    for (const { messageId } of refused) {
      log.write('error', 'ask.refused', { messageId, reason: 'the message is not {"ask":"check"}' });
    }
    // Side by side: one that hangs holds up no other. All requests are equal, and a batch of them is carried out once.
    if (refused.length < Records.length) await Promise.all(watched.map(watchContract));
    return { batchItemFailures: refused.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
}

function optionsOf(
  destination: Destination,
  secretId: string,
  { contracts, integrations }: Asked,
  runtime: ContractWatchRuntime & { readonly redactor: Redactor; readonly log: Log },
): WatchOptions {
  const { config, clients, now, sleep, send, randomId, redactor, log } = runtime;
  const { resources, settings } = config;
  const { name } = destination;
  const item = { client: clients.dynamodb, tableName: resources.ledgerTable, destination: name };
  const account = createAccountStore({
    item: createAccountItem(item),
    pace: paceOf(settings.rateLimits?.[name] ?? destination.rateLimits, settings.pacing),
    now,
  });
  const claims = createDriftClaims({ ...item, now, randomId });
  const meter = createDestinationMeter(runtime.write, name);
  return {
    destination: name,
    declaration: contracts.find((one) => one.destination.name === name),
    environment: settings.environment,
    readContract: () => runtime.readContract(name),
    parking: account.parking,
    readSecret: () => readSecret({ client: clients.secrets, secretId, destination, redactor }),
    runChecks: (declaration, credentials) =>
      runChecks({
        declaration,
        integrations,
        credentials,
        send: createPacedSend({
          reserve: account.reserveProbe,
          hold: account.hold,
          send,
          permitWaitMsMax,
          now,
          sleep,
        }),
        randomId,
        writes: false,
        wrongKey: false,
        samples,
        allowPrivateAddresses: settings.allowPrivateAddresses,
      }),
    compare: (recorded, run, { declaration, credentials }) => {
      const { host } = new URL(credentials.baseUrl ?? destination.baseUrl);
      const observed = lockOf(run, { declaration, origin: recorded.recorded.from, host, nowMs: now() });
      const differences = [...run.differences, ...compareLocks(recorded, observed)];
      return lenient(differences, {
        list: declaration.list,
        hasOwnLimits: settings.rateLimits?.[name] !== undefined,
      });
    },
    report: async (recorded, differences) => {
      const reporter = createDriftReporter({
        destination: name,
        recorded,
        claims,
        claimMsMax,
        log,
        meter,
        sleep,
      });
      const found = differences.map((difference) => ({ difference, mask: redactor.secrets }));
      // One call reports so many at once, and leaves the rest to the next: without the loop, to tomorrow.
      for (let from = 0; from < found.length; from += claimsMax) {
        await reporter.report(found.slice(from, from + claimsMax));
      }
    },
    log,
    meter,
  };
}

function destinationOf({ integrations }: Asked, name: string): Destination {
  const found = integrations.find(({ operation }) => operation.destination.name === name);
  if (found === undefined) throw new ConfigError(`no integration uses ${name}: deploy the stack as a whole`);
  return found.operation.destination;
}
