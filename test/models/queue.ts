/** One standard queue: its messages and where each of them is. Time is what it is told. */
import { DueTimes } from './due-times.ts';
import type { Message } from './message.ts';

export interface QueueOptions {
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  /** `MaximumMessageSize`: at most 1 MiB, which is also what a queue has by itself. */
  readonly bytesMax?: number;
  readonly redrive?: { readonly deadLetterQueue: string; readonly maxReceiveCount: number };
  /**
   * A receive brings any of so many of the oldest: SQS orders "best-effort", generally as sent.
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues.html @default - any of all
   */
  readonly orderedWithin?: number | undefined;
}

export interface Stored extends Message {
  receiveCount: number;
  firstReceivedAtMs?: number;
  /** Receives of all queues it has been in: makes every receipt handle a new one. */
  receipts: number;
  /** Nothing while it is visible, or delayed. */
  flight: Flight | undefined;
  /** Nobody has received it yet, and nobody can before: epoch milliseconds. */
  delayedUntilMs?: number | undefined;
  /** Has come back after its deletion. */
  ghost: boolean;
  movedFrom?: string;
  /** When SQS moved it here, and how often it had been received until then. */
  moved?: { readonly atMs: number; readonly receiveCount: number };
}

interface Flight {
  readonly receivedAtMs: number;
  visibleAtMs: number;
}

export class Queue {
  readonly name: string;
  readonly options: QueueOptions;
  readonly messages = new Map<string, Stored>();
  readonly deleted = new Map<string, Stored>();
  /** Kept for longer than the queue keeps anything, and lost. */
  readonly expired: Stored[] = [];
  /** Messages in no order, where the queue has none: what is received leaves its place to the last. Else the oldest first. */
  readonly #visible: Stored[] = [];
  /** How many were sent to it; what SQS itself moves here is not. */
  sent = 0;
  /** When anything was last done with it. Epoch milliseconds. */
  accessedAtMs = Number.NEGATIVE_INFINITY;
  /** The oldest first; what is gone or has been received too often is left out once it comes first. */
  readonly #oldest = new DueTimes<Stored>();
  /** When a message may become visible or expire; what has happened to it since is looked at then. */
  readonly #due = new DueTimes<Stored>();
  #delayedCount = 0;

  constructor(name: string, options: QueueOptions) {
    this.name = name;
    this.options = options;
  }

  get inFlightCount(): number {
    return this.messages.size - this.#visible.length - this.#delayedCount;
  }

  /** Sent, and not to be received before their delay is over. */
  get delayedCount(): number {
    return this.#delayedCount;
  }

  /**
   * When the oldest message came in that was not received more than three times: SQS' own metric of age forgets the others.
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
   */
  oldestMs(): number | undefined {
    for (let first = this.#oldest.first(); first !== undefined; first = this.#oldest.first()) {
      if (this.messages.get(first.messageId) === first && receivesHere(first) <= countedReceivesMax)
        return enteredAtMs(first);
      this.#oldest.take(Number.POSITIVE_INFINITY);
    }
    return undefined;
  }

  /** When a receive may next bring something, or a little before; `undefined`: not before something is sent. */
  nextVisibleMs(nowMs: number): number | undefined {
    if (this.#visible.length > 0) return nowMs;
    return this.messages.size === 0 ? undefined : this.#due.firstMs();
  }

  add(message: Stored): void {
    this.messages.set(message.messageId, message);
    if (message.delayedUntilMs === undefined) this.#list(message);
    else {
      this.#delayedCount += 1;
      this.#due.add(message.delayedUntilMs, message);
    }
    this.#due.add(this.#expiresAtMs(message), message);
    this.#oldest.add(enteredAtMs(message), message);
  }

  /** Lets happen what the time has brought. To be called before anything else. */
  settle(nowMs: number): void {
    for (let message = this.#due.take(nowMs); message !== undefined; message = this.#due.take(nowMs)) {
      if (this.messages.get(message.messageId) !== message) continue;
      if (nowMs >= this.#expiresAtMs(message)) {
        this.remove(message);
        this.expired.push(message);
      } else if (message.delayedUntilMs !== undefined && nowMs >= message.delayedUntilMs) {
        this.#delayedCount -= 1;
        message.delayedUntilMs = undefined;
        this.#list(message);
      } else if (message.flight !== undefined && nowMs >= message.flight.visibleAtMs) {
        message.flight = undefined;
        this.#list(message);
      }
    }
  }

  /** Any visible one, `chance` in [0,1) says which; taken out of sight until `visibleAtMs`. */
  takeOne(chance: number, nowMs: number, visibleAtMs: number): Stored | undefined {
    const { orderedWithin = Number.POSITIVE_INFINITY } = this.options;
    const at = Math.floor(chance * Math.min(orderedWithin, this.#visible.length));
    const message = this.#visible[at];
    if (message === undefined) return undefined;
    this.#unlist(at);
    message.receiveCount += 1;
    message.receipts += 1;
    message.firstReceivedAtMs ??= nowMs;
    message.flight = { receivedAtMs: nowMs, visibleAtMs };
    this.#due.add(visibleAtMs, message);
    return message;
  }

  hideUntil(visibleAtMs: number, message: Stored, flight: Flight): void {
    flight.visibleAtMs = visibleAtMs;
    this.#due.add(visibleAtMs, message);
  }

  /** A consumer is done with it. */
  delete(message: Stored): void {
    this.remove(message);
    this.deleted.set(message.messageId, message);
  }

  /** Makes a deleted message visible again; false when its time is over. */
  bringBack(message: Stored, nowMs: number): boolean {
    if (nowMs >= this.#expiresAtMs(message)) return false;
    this.deleted.delete(message.messageId);
    message.ghost = true;
    message.flight = undefined;
    this.add(message);
    return true;
  }

  remove(message: Stored): void {
    this.messages.delete(message.messageId);
    if (message.delayedUntilMs !== undefined) {
      this.#delayedCount -= 1;
      message.delayedUntilMs = undefined;
      return;
    }
    const at = message.flight === undefined ? this.#visible.indexOf(message) : -1;
    if (at >= 0) this.#unlist(at);
  }

  #list(message: Stored): void {
    let at = this.#visible.length;
    if (this.options.orderedWithin !== undefined) {
      while (at > 0 && (this.#visible[at - 1]?.sentAtMs ?? 0) > message.sentAtMs) at -= 1;
    }
    this.#visible.splice(at, 0, message);
  }

  #unlist(at: number): void {
    if (this.options.orderedWithin !== undefined) {
      this.#visible.splice(at, 1);
      return;
    }
    const last = this.#visible.pop();
    if (last !== undefined && at < this.#visible.length) this.#visible[at] = last;
  }

  /** From when it was sent first, even if SQS has moved it here since: so it is with standard queues. */
  #expiresAtMs(message: Stored): number {
    return message.sentAtMs + this.options.retentionSeconds * 1_000;
  }
}

/** Received more often, a message is no longer the oldest to SQS. */
const countedReceivesMax = 3;

/** A dead letter is as old as it has lain here. */
const enteredAtMs = ({ sentAtMs, moved }: Stored) => moved?.atMs ?? sentAtMs;
const receivesHere = ({ receiveCount, moved }: Stored) => receiveCount - (moved?.receiveCount ?? 0);
