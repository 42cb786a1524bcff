import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createDriftClaims } from '../core/aws/drift-claims.ts';
import { claimsMax, createDriftReporter } from '../core/contract/drift/drift-reporter.ts';
import { compareLocks } from '../core/contract/lock/compare-locks.ts';
import { lenient } from '../core/contract/lock/leniency.ts';
import { lockOf } from '../core/contract/probe/lock-of.ts';
import { runChecks } from '../core/contract/probe/run-checks.ts';
import { contractOf } from '../core/declare/account-of.ts';
import type { DeclaredContract } from '../core/declare/contract.ts';
import { contractIn, integrationIn } from '../core/declare/in-environment.ts';
import type { DeclaredIntegration } from '../core/declare/integration.ts';
import { addressOf } from '../core/http/request.ts';
import { createMeter } from '../core/metrics.ts';
import { accountLimits } from '../core/pace/account-limits.ts';
import {
  createSystemFunction,
  type SystemDestination,
  type SystemFunction,
} from '../core/system-function.ts';
import { isCheckRequest } from './request.ts';
import { samples } from './requests-max.ts';
import type { ContractWatchRuntime } from './runtime.ts';
import { type WatchOptions, watchContract } from './watch.ts';

/** How long the ledger may take to answer about ten drifts: nobody waits for it, but a check has to end. */
const claimMsMax = 5_000;

export interface Declarations {
  readonly contracts: readonly DeclaredContract[];
  /** Their mappers make the inputs of the requests. */
  readonly integrations: readonly DeclaredIntegration[];
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
  { destination, account, readSecret, send }: SystemDestination,
  { contracts, integrations: declared }: Declarations,
  runtime: ContractWatchRuntime,
  { redactor, tell, log }: SystemFunction,
): WatchOptions {
  const { config, clients, now, random, sleep, randomId } = runtime;
  const { resources, settings } = config;
  const { name } = destination;
  const integrations = declared.map((one) => integrationIn(settings.destinations, one));
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
    contract: contractOf(destination),
    declaration: contractIn(settings.destinations, contracts, destination),
    environment: settings.environment,
    readContract: () => runtime.readContract(contractOf(destination)),
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
      const { host } = new URL(addressOf(destination, credentials));
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
      const found = differences.map((difference) => ({ difference, mask: tell.path }));
      // One call reports `claimsMax` at most. Without the loop the rest would wait for tomorrow's check.
      for (let from = 0; from < found.length; from += claimsMax) {
        await reporter.report(found.slice(from, from + claimsMax));
      }
    },
    log,
    meter,
  };
}
