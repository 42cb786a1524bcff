/** What the functions that run beside the integrations (supervisor, contract watch) have alike. */
import { readSecret } from './aws/credentials.ts';
import { lanesOf } from './aws/lanes-item.ts';
import { openAccountStore } from './aws/open-account-store.ts';
import type { Config } from './config.ts';
import type { AnyDestination, Destination } from './declare/destination.ts';
import { destinationIn } from './declare/in-environment.ts';
import type { DeclaredIntegration } from './declare/integration.ts';
import type { VersionedCredentials } from './deliver/credentials.ts';
import { ConfigError } from './errors.ts';
import { createLog, type Log } from './log.ts';
import type { AccountStore } from './pace/account-store.ts';
import { createPacedSend, type PacedSend, permitWaitMsMax } from './pace/paced-send.ts';
import type { Disclosure } from './redact/disclosure.ts';
import { generalDisclosure } from './redact/event-disclosure.ts';
import { createRedactor, type Redactor } from './redact/redactor.ts';
import type { Clients, Effects } from './runtime.ts';

/**
 * The names of what such a function works with: as short as they can be, for Lambda takes 4 KB of variables in all, and
 * there may be a hundred destinations.
 */
export interface SystemResources {
  readonly ledgerTable: string;
  /** With the name of a destination behind it, the name of its secret: `interlock/<env>/`. */
  readonly secretPrefix: string;
  /** Names of those that it was deployed for. */
  readonly destinations: readonly string[];
}

export interface SystemRuntime extends Effects {
  readonly config: Config<SystemResources>;
  readonly clients: Pick<Clients, 'dynamodb' | 'secrets'>;
}

/** A destination as such a function works with it. */
export interface SystemDestination {
  readonly destination: Destination;
  readonly account: AccountStore;
  /** Reads the secret anew; from then on the redactor knows it. Throws `CredentialsError`. */
  readonly readSecret: () => Promise<VersionedCredentials>;
  /** Sends a single request within the account's limit. */
  readonly send: PacedSend;
}

export interface SystemFunction {
  readonly redactor: Redactor;
  /** What may be told of what a third party answers it. */
  readonly tell: Disclosure;
  /** Takes secrets out of what it writes. */
  readonly log: Log;
  readonly destinations: readonly SystemDestination[];
}

/** Throws `ConfigError` when no integration uses a destination that the function was deployed for. */
export function createSystemFunction(
  integrations: readonly DeclaredIntegration[],
  runtime: SystemRuntime,
): SystemFunction {
  const { clients, now, monotonicMs, random, sleep, write } = runtime;
  const { resources, settings } = runtime.config;
  const redactor = createRedactor();
  const open = (destination: Destination): SystemDestination => {
    const secretId = resources.secretPrefix + destination.name;
    const account = openAccountStore(destination, {
      client: clients.dynamodb,
      tableName: resources.ledgerTable,
      settings,
      now,
    });
    const { reserveProbe: reserve, hold } = account;
    return {
      destination,
      account,
      readSecret: () => readSecret({ client: clients.secrets, secretId, destination, redactor }),
      send: createPacedSend({
        reserve,
        hold,
        send: runtime.send,
        lanes: lanesOf(destination, {
          client: clients.dynamodb,
          tableName: resources.ledgerTable,
          now,
          monotonicMs,
          random,
          sleep,
        }),
        permitWaitMsMax,
        now,
        monotonicMs,
        sleep,
      }),
    };
  };
  return {
    redactor,
    tell: generalDisclosure(redactor),
    log: createLog(write, redactor.secrets, { environment: settings.environment }),
    destinations: resources.destinations.map((name) =>
      open(destinationIn(settings.destinations, destinationOf(integrations, name))),
    ),
  };
}

function destinationOf(integrations: readonly DeclaredIntegration[], name: string): AnyDestination {
  const found = integrations.find(({ operation }) => operation.destination.name === name);
  if (found === undefined) throw new ConfigError(`no integration uses ${name}: deploy the stack as a whole`);
  return found.operation.destination;
}
