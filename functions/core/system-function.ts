/** What the functions that run beside the integrations (supervisor, contract watch) have alike. */
import { readSecret } from './aws/credentials.ts';
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

/** The names of what such a function works with. `Own`: what it has for each destination. */
export interface SystemResources<Own extends { readonly secretId: string }> {
  readonly ledgerTable: string;
  /** By destination. */
  readonly destinations: Readonly<Record<string, Own>>;
}

export interface SystemRuntime<Own extends { readonly secretId: string }> extends Effects {
  readonly config: Config<SystemResources<Own>>;
  readonly clients: Pick<Clients, 'dynamodb' | 'secrets'>;
}

/** A destination as such a function works with it. */
export interface SystemDestination<Own> {
  readonly destination: Destination;
  readonly resources: Own;
  readonly account: AccountStore;
  /** Reads the secret anew; from then on the redactor knows it. Throws `CredentialsError`. */
  readonly readSecret: () => Promise<VersionedCredentials>;
  /** Sends a single request within the account's limit. */
  readonly send: PacedSend;
}

export interface SystemFunction<Own> {
  readonly redactor: Redactor;
  /** What may be told of what a third party answers it. */
  readonly tell: Disclosure;
  /** Takes secrets out of what it writes. */
  readonly log: Log;
  readonly destinations: readonly SystemDestination<Own>[];
}

/** Throws `ConfigError` when no integration uses a destination that the function was deployed for. */
export function createSystemFunction<Own extends { readonly secretId: string }>(
  integrations: readonly DeclaredIntegration[],
  runtime: SystemRuntime<Own>,
): SystemFunction<Own> {
  const { clients, now, monotonicMs, sleep, write } = runtime;
  const { resources, settings } = runtime.config;
  const redactor = createRedactor();
  const open = (destination: Destination, own: Own): SystemDestination<Own> => {
    const { secretId } = own;
    const account = openAccountStore(destination, {
      client: clients.dynamodb,
      tableName: resources.ledgerTable,
      settings,
      now,
    });
    const { reserveProbe: reserve, hold } = account;
    return {
      destination,
      resources: own,
      account,
      readSecret: () => readSecret({ client: clients.secrets, secretId, destination, redactor }),
      send: createPacedSend({ reserve, hold, send: runtime.send, permitWaitMsMax, now, monotonicMs, sleep }),
    };
  };
  return {
    redactor,
    tell: generalDisclosure(redactor),
    log: createLog(write, redactor.secrets, { environment: settings.environment }),
    destinations: Object.entries(resources.destinations).map(([name, own]) =>
      open(destinationIn(settings.destinations, destinationOf(integrations, name)), own),
    ),
  };
}

function destinationOf(integrations: readonly DeclaredIntegration[], name: string): AnyDestination {
  const found = integrations.find(({ operation }) => operation.destination.name === name);
  if (found === undefined) throw new ConfigError(`no integration uses ${name}: deploy the stack as a whole`);
  return found.operation.destination;
}
