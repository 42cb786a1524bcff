/** What the supervisor does about one destination: it makes true what the ledger says, and finds the way out. */

import type { EventSources } from '../core/aws/event-sources.ts';
import type { VersionedCredentials } from '../core/deliver/credentials.ts';
import { CredentialsError } from '../core/errors.ts';
import type { Parking } from '../core/pace/account.ts';
import type { AccountStore } from '../core/pace/account-store.ts';
import type { Ask } from './ask.ts';
import type { Probe } from './probe.ts';

export interface Supervised {
  readonly account: AccountStore;
  /** Of all integrations of the destination. */
  readonly mappings: EventSources;
  /** Reads the secret anew. Throws `CredentialsError`. */
  readonly readSecret: () => Promise<VersionedCredentials>;
  readonly probe: Probe;
  /** Resolves when the alert is out. */
  readonly alert: (parking: Parking) => Promise<void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * SQS drops a message after 14 days without a word, and nobody receives from a queue whose event source is paused.
 * After ten the functions run again: they make no calls, for the ledger still says parked, and bury with a diagnosis
 * what is in its last days. That leaves room for events that had waited before the incident began.
 */
const pausedMsMax = 10 * 24 * 3_600_000;

/** `parked`, `resumed`: in the ledger; `paused`, `enabled`: the event sources, after it. */
export type Deed = 'parked' | 'paused' | 'alerted' | 'probed' | 'resumed' | 'enabled';

export interface Report {
  readonly did: readonly Deed[];
  /** Why it stays as it is, where that is not plain. */
  readonly reason?: string;
  /** Something is left to do: the ask has to come back. */
  readonly failure?: unknown;
}

/**
 * Carries out an ask, from whatever state an earlier one that died has left. Never rejects: what was done before a
 * failure is told together with it.
 */
export async function supervise(parts: Supervised, ask: Ask): Promise<Report> {
  const course = new Course(parts, ask);
  const failure = await course.run().then(
    () => course.failure,
    (error: unknown) => error,
  );
  return {
    did: course.did,
    ...(course.reason === undefined ? {} : { reason: course.reason }),
    ...(failure === undefined ? {} : { failure }),
  };
}

/** The ledger says something else than when the event sources were changed by it. */
export class IncidentChangedError extends Error {
  override readonly name = 'IncidentChangedError';
}

class Course {
  readonly did: Deed[] = [];
  reason: string | undefined;
  /** Of a step that the next ones do not wait for. */
  failure: unknown;
  readonly #parts: Supervised;
  readonly #ask: Ask;

  constructor(parts: Supervised, ask: Ask) {
    this.#parts = parts;
    this.#ask = ask;
  }

  async run(): Promise<void> {
    const { account } = this.#parts;
    if (this.#ask.ask === 'park') await this.#park(this.#ask.reason);
    const parking = await account.parking();
    if (parking === undefined) {
      // Nothing but the supervisor pauses them: one that did died between ledger and event source.
      await this.#enable(undefined);
      return;
    }
    // An alert must not be held up by an event source that is just being changed.
    await this.#holdStill(parking).catch((error: unknown) => {
      this.failure = error;
    });
    const secret = await this.#readSecret();
    const isAlerted = await this.#alert(parking);
    if (this.failure === undefined && secret !== undefined && isAlerted)
      await this.#tryToResume(parking, secret);
  }

  async #park(reason: string): Promise<void> {
    if (await this.#parts.account.park({ reason })) this.did.push('parked');
    else this.reason = 'it was parked already';
  }

  async #holdStill({ parkedAtMs }: Parking): Promise<void> {
    if (this.#parts.now() - parkedAtMs >= pausedMsMax) {
      await this.#enable(parkedAtMs);
      return;
    }
    if ((await this.#parts.mappings.pause()) === 0) return;
    this.did.push('paused');
    await this.#checkThatStill(parkedAtMs);
  }

  async #enable(parkedAtMs: number | undefined): Promise<void> {
    if ((await this.#parts.mappings.resume()) === 0) return;
    this.did.push('enabled');
    await this.#checkThatStill(parkedAtMs);
  }

  /** Another supervisor or a function may have come in between reading the ledger and changing the event sources. */
  async #checkThatStill(parkedAtMs: number | undefined): Promise<void> {
    const parking = await this.#parts.account.parking();
    if (parking?.parkedAtMs !== parkedAtMs) {
      throw new IncidentChangedError(
        'the ledger changed while the event sources were: they are looked at again',
      );
    }
  }

  /** Before the alert, so that nothing of the secret can stand in it. */
  async #readSecret(): Promise<VersionedCredentials | undefined> {
    try {
      return await this.#parts.readSecret();
    } catch (error) {
      if (!(error instanceof CredentialsError)) throw error;
      this.reason = error.message;
      return undefined;
    }
  }

  /** `false`: it is another's to publish, who may be dead. Until it is out the incident must not end. */
  async #alert(parking: Parking): Promise<boolean> {
    const { account, alert } = this.#parts;
    if (parking.alertedAtMs !== undefined) return true;
    if (!(await account.claimAlert(parking.parkedAtMs))) {
      this.failure ??= new IncidentChangedError('the alert is in other hands: it is looked after again');
      return false;
    }
    await alert(parking);
    // Whoever dies here is followed by one that alerts again: twice is better than never.
    this.did.push('alerted');
    await account.alerted(parking.parkedAtMs);
    return true;
  }

  async #tryToResume(parking: Parking, { credentials, version }: VersionedCredentials): Promise<void> {
    const { account, probe } = this.#parts;
    const { parkedAtMs, refusedVersion } = parking;
    const isNew = refusedVersion !== undefined && version !== refusedVersion;
    // What an operator parked waits for an operator.
    if (this.#ask.ask !== 'resume' && !(this.#ask.ask === 'look' && isNew)) return;
    const probed = await probe(credentials);
    if (probed.outcome !== 'not-sent') this.did.push('probed');
    if (probed.outcome !== 'passed') {
      this.reason = probed.reason;
      // Remembered, so that this version is not tried every five minutes.
      if (probed.outcome === 'refused' && isNew) await account.refusedAgain(parkedAtMs, version);
      return;
    }
    // First the ledger: a function that starts in between may make calls. The other way round it would park again.
    if (!(await account.resume(parkedAtMs))) {
      throw new IncidentChangedError('another incident began while the probe was under way');
    }
    this.did.push('resumed');
    await this.#enable(undefined);
  }
}
