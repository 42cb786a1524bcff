/**
 * The time by the one clock that all sandboxes of an account meet: that of the table which keeps it. Its answers carry a
 * `Date`, and each of them bounds how far a sandbox's own clock is off; together they bound it closely, at no call's cost.
 * https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1
 */

/** How far the sandbox's monotonic clock is ahead of the service's, milliseconds: between the two, as of `atMs`. */
export interface ClockBound {
  readonly leastMs: number;
  readonly mostMs: number;
  /** By the monotonic clock. */
  readonly atMs: number;
}

/** An answer of the service. The moments are of the monotonic clock, milliseconds. */
export interface DatedAnswer {
  readonly askedMs: number;
  readonly heardMs: number;
  /** What it is stamped with, epoch milliseconds: the beginning of a second. */
  readonly dateMs: number;
}

/** A `Date` has no parts of a second. */
const dateStepMs = 1_000;

/**
 * Two servers of one service differ by so much at most. AWS keeps its own within a millisecond and promises nothing; a
 * server that keeps the header's text for some milliseconds stamps late by as much.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/set-time.html
 */
const serversApartMs = 5;

/** Milliseconds per millisecond: what a quartz that nobody corrects gains or loses, 50 in a million. */
const driftShare = 50e-6;

/** The service's clock stood in the stamped second at some moment between asking and hearing. */
export const boundBy = ({ askedMs, heardMs, dateMs }: DatedAnswer): ClockBound => ({
  leastMs: askedMs - dateMs - dateStepMs - serversApartMs,
  mostMs: heardMs - dateMs + serversApartMs,
  atMs: heardMs,
});

/** What is left of it at a later moment: two clocks part. */
export function aged({ leastMs, mostMs, atMs }: ClockBound, laterMs: number): ClockBound {
  const driftMs = Math.max(0, laterMs - atMs) * driftShare;
  return { leastMs: leastMs - driftMs, mostMs: mostMs + driftMs, atMs: Math.max(atMs, laterMs) };
}

/** What both say; `undefined`: they contradict each other. */
export function narrowed(one: ClockBound, other: ClockBound): ClockBound | undefined {
  const atMs = Math.max(one.atMs, other.atMs);
  const [first, second] = [aged(one, atMs), aged(other, atMs)];
  const leastMs = Math.max(first.leastMs, second.leastMs);
  const mostMs = Math.min(first.mostMs, second.mostMs);
  return leastMs <= mostMs ? { leastMs, mostMs, atMs } : undefined;
}

export const widthOf = ({ leastMs, mostMs }: ClockBound) => mostMs - leastMs;

/** A sandbox's clocks. */
export interface Clocks {
  /** Epoch milliseconds; may step. */
  readonly now: () => number;
  /** Milliseconds since some moment; never steps, but may stand still while the sandbox is frozen. */
  readonly monotonicMs: () => number;
}

/**
 * The two clocks of a sandbox go alike: both in whole milliseconds at the worst, and nothing else. By more than this, one
 * was set, or stood still.
 */
export const clocksApartMsMax = 3;

/** How far the one is ahead of the other: the same at any time, unless one steps or stands still. */
export const offsetOf = ({ now, monotonicMs }: Clocks) => now() - monotonicMs();

export interface ServiceTime {
  /** Takes what an answer says of the time. */
  readonly hear: (answer: DatedAnswer) => void;
  /** What is known of the monotonic clock; `undefined`: nothing that can be relied on. */
  readonly known: () => KnownTime | undefined;
}

export interface KnownTime extends ClockBound {
  /** Changes whenever all that was known before is given up. */
  readonly era: number;
}

/** A single answer narrows nothing, and a server that lies at random has contradicted itself by then. */
const answersMin = 20;

/** Wider, it is worth less than what spacing allows for those who know nothing. */
const widthMsMax = 150;

/** After answers that contradict each other nobody knows which of them lies: none is believed for so long. */
const distrustMs = 600_000;

/**
 * Begins anew when the clocks step against each other, is given up for a time when answers contradict each other, and says
 * nothing while it contradicts what is assumed of a sandbox's clock.
 * @param clockSkewMs between the clocks of any two sandboxes, at most: half of it between one and the service
 */
export function createServiceTime(clocks: Clocks, clockSkewMs: number): ServiceTime {
  let bound: ClockBound | undefined;
  let offsetMs = offsetOf(clocks);
  let answers = 0;
  let era = 0;
  let begunMs = Number.NEGATIVE_INFINITY;
  let distrustedUntilMs = Number.NEGATIVE_INFINITY;

  const giveUp = () => {
    bound = undefined;
    answers = 0;
    era += 1;
    begunMs = clocks.monotonicMs();
  };
  /** Whatever was heard before a step is of another clock. */
  const noticeSteps = () => {
    const nowOffsetMs = offsetOf(clocks);
    if (Math.abs(nowOffsetMs - offsetMs) <= clocksApartMsMax) return;
    offsetMs = nowOffsetMs;
    giveUp();
  };
  const isPossible = ({ leastMs, mostMs }: ClockBound) =>
    leastMs + offsetMs <= clockSkewMs / 2 + clocksApartMsMax &&
    mostMs + offsetMs >= -clockSkewMs / 2 - clocksApartMsMax;

  return {
    hear: (answer) => {
      noticeSteps();
      // Asked before a step and heard after it: nobody knows how long it took.
      if (answer.askedMs < begunMs || answer.heardMs < distrustedUntilMs) return;
      const told = boundBy(answer);
      answers += 1;
      const both = bound === undefined ? told : narrowed(bound, told);
      if (both === undefined) {
        giveUp();
        distrustedUntilMs = answer.heardMs + distrustMs;
      } else bound = both;
    },
    known: () => {
      noticeSteps();
      if (bound === undefined || answers < answersMin) return undefined;
      const now = aged(bound, clocks.monotonicMs());
      return widthOf(now) <= widthMsMax && isPossible(now) ? { ...now, era } : undefined;
    },
  };
}
