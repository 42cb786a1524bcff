/** A probe from where an operator sits: the environment's secret, the account's own limit, and the real address. */
import { readSecret } from '../../../functions/core/aws/credentials.ts';
import { lanesOf } from '../../../functions/core/aws/lanes-item.ts';
import { openAccountStore } from '../../../functions/core/aws/open-account-store.ts';
import { withStoredToken } from '../../../functions/core/aws/stored-token.ts';
import type { Lock, Origin } from '../../../functions/core/contract/lock/lock.ts';
import { lockOf } from '../../../functions/core/contract/probe/lock-of.ts';
import type { CheckRun } from '../../../functions/core/contract/probe/probe-recorder.ts';
import { operatorPermitWaitMsMax, runChecks } from '../../../functions/core/contract/probe/run-checks.ts';
import { isAllowedHost } from '../../../functions/core/declare/allowed-host.ts';
import type { ContractDeclaration } from '../../../functions/core/declare/contract.ts';
import type { Credentials } from '../../../functions/core/declare/destination.ts';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { addressOf } from '../../../functions/core/http/request.ts';
import { createSendHttp } from '../../../functions/core/http/send-http.ts';
import { createPacedSend } from '../../../functions/core/pace/paced-send.ts';
import type { Redactor } from '../../../functions/core/redact/redactor.ts';
import { isPrivateHost } from '../../contract/is-private-host.ts';
import type { Environment } from '../../environments.ts';
import { ledgerTableName, secretName } from '../../names.ts';
import type { Clients } from '../clients.ts';
import { hostOf } from '../credentials.ts';

export interface ProbeOptions {
  readonly declaration: ContractDeclaration;
  readonly environment: Environment;
  readonly integrations: readonly AnyIntegration[];
  readonly clients: Pick<Clients, 'dynamodb' | 'secrets'>;
  /** Told of the secret before anything else is. */
  readonly redactor: Redactor;
  readonly writes: boolean;
  readonly samples: number;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly randomId: () => string;
  /** Even in [0, 1). */
  readonly random: () => number;
}

export interface Probed {
  readonly run: CheckRun;
  readonly observed: Lock;
}

/** Throws `CredentialsError`, `ConfigError`, and what AWS says when the ledger cannot be reached. */
export async function probeDestination(options: ProbeOptions): Promise<Probed> {
  const { declaration, environment, clients, redactor, now, sleep } = options;
  const { destination } = declaration;
  const { settings } = environment;
  const account = openAccountStore(destination, {
    client: clients.dynamodb,
    tableName: ledgerTableName(environment.name),
    settings,
    now,
  });
  const secret = await readSecret({
    client: clients.secrets,
    secretId: secretName(environment.name, destination.name),
    destination,
    redactor,
  });
  const { credentials, token } = await withStoredToken(secret, {
    client: clients.dynamodb,
    tableName: ledgerTableName(environment.name),
    destination,
    redactor,
  });
  const { allowPrivateAddresses } = settings;
  const run = await runChecks({
    ...options,
    redact: redactor.secrets,
    credentials,
    token,
    send: createPacedSend({
      reserve: account.reserveProbe,
      hold: account.hold,
      send: createSendHttp({ allowPrivateAddresses, now }),
      lanes: lanesOf(destination, {
        client: clients.dynamodb,
        tableName: ledgerTableName(environment.name),
        now,
        monotonicMs: now,
        random: Math.random,
        sleep,
      }),
      permitWaitMsMax: operatorPermitWaitMsMax,
      now,
      // It waits for seconds: whoever sets the clock of this machine within them has a probe too few.
      monotonicMs: now,
      sleep,
    }),
    allowPrivateAddresses,
    wrongKey: true,
  });
  const about = { declaration, host: hostOf(credentials, destination), nowMs: now() };
  return {
    run,
    observed: lockOf(run, { ...about, origin: originOf(declaration, environment, credentials) }),
  };
}

/** In `local` somebody may have put the real address into the secret; it is the third party's word then. */
function originOf(
  { destination, isSandbox }: ContractDeclaration,
  { settings }: Environment,
  credentials: Credentials,
): Origin {
  const { hostname } = new URL(addressOf(destination, credentials));
  // A destination that was scaffolded from a server of this machine allows that one.
  if (isPrivateHost(hostname)) return 'stand-in';
  if (settings.allowPrivateAddresses && !isAllowedHost(hostname, destination.allowedHosts)) return 'stand-in';
  return isSandbox?.(credentials) === true ? 'sandbox' : 'live';
}
