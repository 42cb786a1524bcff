/** Reconciles one destination with the ledger: carries out what is due (due.ts), from whatever state it is in. */

import type { EventSources } from '../core/aws/event-sources.ts';
import type { VersionedCredentials } from '../core/deliver/credentials.ts';
import type { LastChance } from '../core/deliver/last-chance.ts';
import { CredentialsError } from '../core/errors.ts';
import type { Meter } from '../core/metrics.ts';
import type { AccountStore } from '../core/pace/account-store.ts';
import { goOn, standStill } from './after-look.ts';
import { type AlertParts, alertOnce } from './alert-once.ts';
import { type Due, whatIsDue } from './due.ts';
import { followUpOf } from './follow-up.ts';
import { IncidentChangedError } from './incident-changed-error.ts';
import { type LookParts, look, type SecretRead } from './look.ts';
import type { SupervisorRequest } from './request.ts';
import type { Standstill } from './standstill.ts';

export interface Supervised extends Omit<LookParts, 'account'>, Omit<AlertParts, 'account'> {
  readonly account: AccountStore;
  /** Of all integrations of the destination. */
  readonly eventSources: EventSources;
  /** Name of the operation by integration. */
  readonly operations: Readonly<Record<string, string>>;
  /** Reads the secret anew. Throws `CredentialsError`. */
  readonly readSecret: () => Promise<VersionedCredentials>;
  /** Sends a request about this destination to the supervisor itself; it arrives after so many seconds. */
  readonly askItself: (request: SupervisorRequest, afterSeconds: number) => Promise<void>;
  readonly destination: string;
  /**
   * Sees to it that there is a token for a while, of a destination that has them. Throws `CredentialsError`, with the secret's
   * version where a person has to see to it.
   */
  readonly keepToken?: (refused: string | undefined) => Promise<void>;
  readonly meterOf: (integration: string) => Meter;
  /** How far sweeps lie apart, and what they look for. */
  readonly lastChance: Pick<LastChance, 'ageMs' | 'sweepEveryMs'>;
}

/**
 * What was done. `parked` and `resumed` are in the ledger, and so is `let-try`: one delivery may try whether an open circuit
 * may close. `paused` and `enabled` are the event sources.
 */
export type Action = 'parked' | 'paused' | 'alerted' | 'probed' | 'resumed' | 'let-try' | 'enabled';

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

/** The longest that an event is hidden after an attempt: the cap of the backoff (lib/environments.ts), and a minute. */
const hiddenMsMax = 16 * 60_000;

class Reconciliation {
  readonly did: Action[] = [];
  reason: string | undefined;
  /** Of a step whose failure does not keep the next ones from being carried out. */
  failure: unknown;
  readonly #parts: Supervised;
  readonly #request: SupervisorRequest;
  #hasLooked = false;
  #isUnsettled = false;

  constructor(parts: Supervised, request: SupervisorRequest) {
    this.#parts = parts;
    this.#request = request;
  }

  async run(): Promise<void> {
    if (this.#request.ask === 'park') await this.#park(this.#request.reason);
    else await this.#keepToken();
    let state: Standstill = await this.#parts.account.state();
    let due = this.#dueIn(state);
    // Lambda may fail to change an event source: that must not hold up the alert.
    await this.#turnEventSources(due, state).catch((error: unknown) => {
      this.failure = error;
    });
    if (due.alerts.length > 0 || due.look !== 'no') {
      const secret = await this.#readSecret();
      const areOut = await this.#alert(due, state);
      if (areOut && this.failure === undefined && (await this.#look(due, state, secret))) {
        state = await this.#parts.account.state();
        due = this.#dueIn(state);
        await this.#turnEventSources(due, state);
        await this.#alert(due, state);
      }
    }
    this.#tellAges(due, state);
    await this.#askForNext(due, state);
  }

  #dueIn(state: Standstill): Due {
    const { lastChance, now } = this.#parts;
    return whatIsDue({ request: this.#request, state, lastChance, nowMs: now() });
  }

  async #park(reason: string): Promise<void> {
    if (await this.#parts.account.park({ reason })) this.did.push('parked');
    else this.reason = 'it was parked already';
  }

  /** Ahead of its end; of a parked destination the look gets it, for the probe. */
  async #keepToken(): Promise<void> {
    const { keepToken, account } = this.#parts;
    if (keepToken === undefined || (await account.parking()) !== undefined) return;
    const { refusedToken } = { refusedToken: undefined, ...this.#request };
    try {
      await keepToken(refusedToken);
    } catch (error) {
      // Neither the event sources nor an alert wait for it: the request comes back.
      if (!(error instanceof CredentialsError)) {
        this.failure = error;
        return;
      }
      this.reason = error.message;
      const { version } = error;
      if (version === undefined) return;
      if (await account.park({ reason: error.message, refusedVersion: version })) this.did.push('parked');
    }
  }

  async #turnEventSources({ paused }: Due, state: Standstill): Promise<void> {
    const { eventSources, operations, account } = this.#parts;
    const turned = await eventSources.turn(
      (integration) => paused === 'all' || paused.includes(operations[integration] ?? ''),
    );
    this.#isUnsettled = turned.unsettled > 0;
    if (turned.paused > 0) this.did.push('paused');
    if (turned.enabled > 0) this.did.push('enabled');
    if (turned.paused + turned.enabled === 0) return;
    // Another may have parked or resumed it between the reading of the ledger and this change.
    if (nameOf(await account.state()) !== nameOf(state)) {
      throw new IncidentChangedError('the ledger changed while the event sources were changed');
    }
  }

  /** Called before the alert, so that the redactor knows the secret and keeps it out of the alert's text. */
  async #readSecret(): Promise<SecretRead> {
    try {
      return await this.#parts.readSecret();
    } catch (error) {
      if (!(error instanceof CredentialsError)) throw error;
      this.reason = error.message;
      return { unreadable: error.message };
    }
  }

  /** `false`: another supervisor claimed an alert, and may be dead. An incident must not end before its alert is out. */
  async #alert({ alerts }: Due, { looks }: Standstill): Promise<boolean> {
    for (const incident of alerts) {
      const isOut = await alertOnce(this.#parts, incident, looks?.outcome, () => this.did.push('alerted'));
      if (!isOut) this.failure ??= new IncidentChangedError('another supervisor has claimed the alert');
    }
    return this.failure === undefined;
  }

  /** Whether there was a look, and so perhaps another state. */
  async #look(due: Due, state: Standstill, secret: SecretRead): Promise<boolean> {
    const { account, now } = this.#parts;
    const isAskedFor = this.#request.ask === 'resume';
    const made = await look(this.#parts, { state, due: due.look, secret, isAskedFor });
    if (made === undefined) return false;
    const { probed } = made;
    this.#hasLooked = true;
    if (probed.outcome !== 'not-sent') this.did.push('probed');
    if (probed.outcome === 'passed') this.did.push(await goOn(account, state, isAskedFor));
    else {
      this.reason = probed.reason;
      await standStill(account, state, made, secret, now());
    }
    return true;
  }

  /** Nobody receives from a paused queue, so nobody else tells how long its events wait. */
  #tellAges({ paused }: Due, { waitingSince = {} }: Standstill): void {
    const { operations, meterOf, now } = this.#parts;
    for (const [integration, sentAtMs] of Object.entries(waitingSince)) {
      if (paused !== 'all' && !paused.includes(operations[integration] ?? '')) continue;
      const meter = meterOf(integration);
      meter.time('WaitingAgeMs', Math.max(0, now() - sentAtMs));
      meter.flush();
    }
  }

  /** Sees to it that what comes next is asked for in time. */
  async #askForNext(due: Due, { sweepDueAtMs }: Standstill): Promise<void> {
    const { account, askItself, destination, lastChance, now } = this.#parts;
    const { sweepEveryMs } = lastChance;
    // What was just deferred is hidden from the first sweep.
    const nextMs = sweepDueAtMs === undefined ? Math.min(hiddenMsMax, sweepEveryMs) : sweepEveryMs;
    // A sweep of all queues claims its round itself, whoever asks for it.
    if (due.sweep === 'all') await askItself({ ask: 'sweep', destination, running: true }, 0);
    if (due.sweep === 'paused' && (await account.claimSweep(now() + nextMs)))
      await askItself({ ask: 'sweep', destination }, 0);
    const next = followUpOf({
      request: this.#request,
      wasActive: this.#hasLooked || this.did.length > 0,
      isUnsettled: this.#isUnsettled,
      nextAtMs: due.nextAtMs,
      nowMs: now(),
    });
    if (next === undefined) return;
    const { afterSeconds, followUp } = next;
    await askItself({ ask: 'look', destination, followUp }, afterSeconds);
  }
}

/** The incidents that decide which event sources are paused: the same name, the same decision. */
const nameOf = ({ parking, circuit, operations }: Standstill) =>
  JSON.stringify([
    parking?.parkedAtMs,
    circuit?.sinceMs,
    Object.entries(operations).map(([operation, { sinceMs }]) => [operation, sinceMs]),
  ]);
