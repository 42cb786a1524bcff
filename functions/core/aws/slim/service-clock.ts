/** Signatures are good for five minutes: who is off by more is refused, and by four soon will be. The SDK's line, too. */
const wrongByMs = 240_000;

/** The present as a service sees it, by the dates of its answers: a clock of ours that is minutes off signs for nothing. */
export class ServiceClock {
  readonly #now: () => number;
  #aheadMs = 0;

  /** @param now our own clock, epoch milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  date(): Date {
    return new Date(this.#now() + this.#aheadMs);
  }

  /**
   * Whether our clock was wrong until now, by an answer that has just come.
   * @param date the header of that name: in whole seconds, so nothing that would do for keeping time
   */
  corrected(date: string | undefined): boolean {
    const theirsMs = date === undefined ? Number.NaN : Date.parse(date);
    if (!(Math.abs(theirsMs - this.date().getTime()) >= wrongByMs)) return false;
    this.#aheadMs = theirsMs - this.#now();
    return true;
  }
}
