/** Reconciles one destination with the ledger: carries out what is due (due.ts), from whatever state it is in. */
import type { EventSources } from '../core/aws/event-sources.ts';
import type { VersionedCredentials } from '../core/deliver/credentials.ts';
import { CredentialsError } from '../core/errors.ts';
import type { Parking } from '../core/pace/account.ts';
import type { AccountStore } from '../core/pace/account-store.ts';
import { type Due, isNewer, whatIsDue } from './due.ts';
import type { Probe } from './probe.ts';
import type { SupervisorRequest } from './request.ts';

export interface Supervised {
  readonly account: AccountStore;
  /** Of all integrations of the destination. */
  readonly eventSources: EventSources;
  /** Reads the secret anew. Throws `CredentialsError`. */
  readonly readSecret: () => Promise<VersionedCredentials>;
  readonly probe: Probe;
  /** Resolves when the alert is out. */
  readonly alert: (parking: Parking) => Promise<void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** What was done. `parked` and `resumed` are in the ledger; `paused` and `enabled` are the event sources. */
export type Action = 'parked' | 'paused' | 'alerted' | 'probed' | 'resumed' | 'enabled';

export interface Report {
  /** In order. */
  readonly did: readonly Action[];
  /** Why the destination stays as it is, where that is not plain. */
  readonly reason?: string;
  /** Something is left to do: the request has to come back. */
  readonly failure?: unknown;
}

/**
 * Carries out a request, from whatever state an earlier supervisor that died has left. Never rejects: what was done
 * before a failure is reported together with it.
 */
export async function supervise(parts: Supervised, request: SupervisorRequest): Promise<Report> {
  const reconciliation = new Reconciliation(parts, request);
  const failure = await reconciliation.run().then(
    () => reconciliation.failure,
    (error: unknown) => error,
  );
  return {
    did: reconciliation.did,
    ...(reconciliation.reason === undefined ? {} : { reason: reconciliation.reason }),
    ...(failure === undefined ? {} : { failure }),
  };
}

/** Another supervisor or function changed the incident in the ledger while this one acted on it. */
export class IncidentChangedError extends Error {
  override readonly name = 'IncidentChangedError';
}

class Reconciliation {
  readonly did: Action[] = [];
  reason: string | undefined;
  /** Of a step whose failure does not keep the next ones from being carried out. */
  failure: unknown;
  readonly #parts: Supervised;
  readonly #request: SupervisorRequest;

  constructor(parts: Supervised, request: SupervisorRequest) {
    this.#parts = parts;
    this.#request = request;
  }

  async run(): Promise<void> {
    const { account, now } = this.#parts;
    if (this.#request.ask === 'park') await this.#park(this.#request.reason);
    const parking = await account.parking();
    const due = whatIsDue({ request: this.#request, parking, nowMs: now() });
    // Lambda may still be busy with an earlier change of an event source: that must not hold up the alert.
    await this.#turnEventSources(due.eventSources, parking).catch((error: unknown) => {
      this.failure = error;
    });
    if (parking === undefined) return;
    const secret = await this.#readSecret();
    const isAlerted = !due.alert || (await this.#alert(parking));
    if (this.failure === undefined && secret !== undefined && isAlerted)
      await this.#tryToResume(due.probe, parking, secret);
  }

  async #park(reason: string): Promise<void> {
    if (await this.#parts.account.park({ reason })) this.did.push('parked');
    else this.reason = 'it was parked already';
  }

  async #turnEventSources(to: Due['eventSources'], parking: Parking | undefined): Promise<void> {
    const { eventSources, account } = this.#parts;
    const changed = await (to === 'paused' ? eventSources.pause() : eventSources.resume());
    if (changed === 0) return;
    this.did.push(to);
    // Another may have parked or resumed it between the reading of the ledger and this change.
    if ((await account.parking())?.parkedAtMs !== parking?.parkedAtMs) {
      throw new IncidentChangedError('the ledger changed while the event sources were changed');
    }
  }

  /** Called before the alert, so that the redactor knows the secret and keeps it out of the alert's text. */
  async #readSecret(): Promise<VersionedCredentials | undefined> {
    try {
      return await this.#parts.readSecret();
    } catch (error) {
      if (!(error instanceof CredentialsError)) throw error;
      this.reason = error.message;
      return undefined;
    }
  }

  /** `false`: another supervisor claimed the alert, and may be dead. The incident must not end before the alert is out. */
  async #alert(parking: Parking): Promise<boolean> {
    const { account, alert } = this.#parts;
    if (!(await account.claimAlert(parking.parkedAtMs))) {
      this.failure ??= new IncidentChangedError('another supervisor has claimed the alert');
      return false;
    }
    await alert(parking);
    // If this supervisor dies here, the next one alerts again: twice is better than never.
    this.did.push('alerted');
    await account.alerted(parking.parkedAtMs);
    return true;
  }

  async #tryToResume(due: Due['probe'], parking: Parking, secret: VersionedCredentials): Promise<void> {
    const { account, probe } = this.#parts;
    const { parkedAtMs } = parking;
    const isNew = isNewer(secret.version, parking);
    if (due === 'none' || (due === 'newer-secret' && !isNew)) return;
    const probed = await probe(secret.credentials);
    if (probed.outcome !== 'not-sent') this.did.push('probed');
    if (probed.outcome !== 'passed') {
      this.reason = probed.reason;
      // Remembered, so that this version is not tried again every five minutes.
      if (probed.outcome === 'refused' && isNew) await account.refusedAgain(parkedAtMs, secret.version);
      return;
    }
    // The ledger first: a function that starts in between may make calls. The other way round it would park again.
    if (!(await account.resume(parkedAtMs))) {
      throw new IncidentChangedError('another incident began while the probe was under way');
    }
    this.did.push('resumed');
    await this.#turnEventSources('enabled', undefined);
  }
}
