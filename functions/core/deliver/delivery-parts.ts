import type { DriftWatch } from '../contract/drift/drift-watch.ts';
import type { AnyIntegration } from '../declare/integration.ts';
import type { SendHttp } from '../http/send-http.ts';
import type { Log } from '../log.ts';
import type { Meter } from '../metrics.ts';
import type { Account } from '../pace/account.ts';
import type { Turns } from '../pace/turns.ts';
import type { Redactor } from '../redact/redactor.ts';
import type { CredentialStore } from './credentials.ts';
import type { DeliverySettings } from './delivery-settings.ts';
import type { IncidentReporter } from './incident-reporter.ts';
import type { LastChance } from './last-chance.ts';
import type { Ledger } from './ledger.ts';
import type { Queue } from './queue.ts';

/** What a sandbox has once. Each step names those that it uses: `Pick<DeliveryParts, …>`. */
export interface DeliveryParts {
  readonly integration: AnyIntegration;
  readonly settings: DeliverySettings;
  readonly lastChance: LastChance;
  readonly credentials: CredentialStore;
  readonly queue: Queue;
  readonly account: Account;
  /** What requests pass beside the account's rates. @default - nothing else is limited */
  readonly turns?: Turns | undefined;
  readonly incidentReporter: IncidentReporter;
  readonly contract: Pick<DriftWatch, 'sample'>;
  readonly send: SendHttp;
  readonly log: Log;
  readonly meter: Meter;
  readonly redactor: Redactor;
  /** Makes references to people (redact/reference.ts). Stands in no log. */
  readonly referenceKey: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Milliseconds since some moment, for measuring. */
  readonly monotonicMs: () => number;
  /** Even in [0, 1). */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** What belongs to one invocation. */
export interface Invocation {
  readonly ledger: Ledger;
  readonly remainingMs: () => number;
}
