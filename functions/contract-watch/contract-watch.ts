import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createDriftClaims } from '../core/aws/drift-claims.ts';
import { claimsMax, createDriftReporter } from '../core/contract/drift/drift-reporter.ts';
import { compareLocks } from '../core/contract/lock/compare-locks.ts';
import { lenient } from '../core/contract/lock/leniency.ts';
import { lockOf } from '../core/contract/probe/lock-of.ts';
import { runChecks } from '../core/contract/probe/run-checks.ts';
import type { ContractDeclaration } from '../core/declare/contract.ts';
import type { AnyIntegration } from '../core/declare/integration.ts';
import { createMeter } from '../core/metrics.ts';
import { accountLimits } from '../core/pace/account-limits.ts';
import {
  createSystemFunction,
  type SystemDestination,
  type SystemFunction,
} from '../core/system-function.ts';
import type { WatchedResources } from './config.ts';
import { isCheckRequest } from './request.ts';
import { samples } from './requests-max.ts';
import type { ContractWatchRuntime } from './runtime.ts';
import { type WatchOptions, watchContract } from './watch.ts';

/** How long the ledger may take to answer about ten drifts: nobody waits for it, but a check has to end. */
const claimMsMax = 5_000;

export interface Declarations {
  readonly contracts: readonly ContractDeclaration[];
  /** Their mappers make the inputs of the requests. */
  readonly integrations: readonly AnyIntegration[];
}

/**
 * Makes the Lambda handler of the contract watch. Throws `ConfigError` when a destination that it was deployed for is
 * none of the integrations'.
 */
export function createContractWatch(
  declarations: Declarations,
  runtime: ContractWatchRuntime,
): (event: SQSEvent) => Promise<SQSBatchResponse> {
  const system = createSystemFunction(declarations.integrations, runtime);
  const watched = system.destinations.map((one) => optionsOf(one, declarations, runtime, system));
  return async ({ Records }) => {
    const refused = Records.filter(({ body }) => !isCheckRequest(body));
    for (const { messageId } of refused) {
      system.log.write('error', 'ask.refused', { messageId, reason: 'the message is not {"ask":"check"}' });
    }
    // Side by side: one that hangs holds up no other. All requests are equal, and a batch of them is carried out once.
    if (refused.length < Records.length) await Promise.all(watched.map(watchContract));
    return { batchItemFailures: refused.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
}

function optionsOf(
  { destination, account, readSecret, send }: SystemDestination<WatchedResources>,
  { contracts, integrations }: Declarations,
  runtime: ContractWatchRuntime,
  { redactor, log }: SystemFunction<WatchedResources>,
): WatchOptions {
  const { config, clients, now, random, sleep, randomId } = runtime;
  const { resources, settings } = config;
  const { name } = destination;
  const claims = createDriftClaims({
    client: clients.dynamodb,
    tableName: resources.ledgerTable,
    destination: name,
    now,
    randomId,
  });
  const meter = createMeter(runtime.write, { environment: settings.environment, destination: name });
  return {
    destination: name,
    declaration: contracts.find((one) => one.destination.name === name),
    environment: settings.environment,
    readContract: () => runtime.readContract(name),
    parking: account.parking,
    readSecret: async () => {
      const secret = await readSecret();
      if (destination.token === undefined) return secret;
      const { withStoredToken } = await import('../core/aws/stored-token.ts');
      const { ledgerTable: tableName } = resources;
      return withStoredToken(secret, { client: clients.dynamodb, tableName, destination, redactor });
    },
    runChecks: (declaration, credentials, token) =>
      runChecks({
        declaration,
        integrations,
        credentials,
        token,
        send,
        redact: redactor.secrets,
        now,
        random,
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
        hasOwnLimits: accountLimits(settings, destination).areOwn,
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
      // One call reports `claimsMax` at most. Without the loop the rest would wait for tomorrow's check.
      for (let from = 0; from < found.length; from += claimsMax) {
        await reporter.report(found.slice(from, from + claimsMax));
      }
    },
    log,
    meter,
  };
}
