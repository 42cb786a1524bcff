/**
 * Who has not answered well lately gets few requests at first: nobody knows yet what it says to everybody, and all that is
 * under way when the first answer comes gets the same one. As TCP begins (RFC 5681, 3.1; RFC 2861 after a pause), but that
 * one good answer opens the whole rate, which is known here. Pure.
 */
import type { AccountState } from './account.ts';
import type { Update } from './account-update.ts';

export interface SlowStart {
  /** So many may be under way without an answer, of all sandboxes together. */
  readonly requestsMax: number;
  /** By then each of them is answered, or will never be: then as many others may try. */
  readonly roundMs: number;
  /** When this sandbox last had a good answer, epoch milliseconds; 0: never. */
  readonly answeredAtMs: number;
}

/** What may be reserved, and the part of the reservation's own write that counts it. */
export interface SlowStartRoom {
  readonly room: number;
  readonly spend: (count: number) => Partial<Update>;
}

/**
 * A batch and a half: an event now and then, and a batch of them, never meet it. What is refused is seen in twenty
 * answers at the most: these, and the trials that follow.
 */
export const slowStartRequestsMax = 16;

/**
 * Under a backlog the answers to a batch are told by the next one's reservation, which costs nothing: for as long as both
 * may take, the third party counts as well.
 */
const wellForRounds = 2;

export const isAnswering = (
  { answeredAtMs: toldAtMs = 0 }: AccountState,
  { roundMs, answeredAtMs }: SlowStart,
  nowMs: number,
) => nowMs - Math.max(toldAtMs, answeredAtMs) < wellForRounds * roundMs;

/** Others wait for the first answer, as far as this sandbox has seen: it is to be told at once. */
export const isAwaited = (known: AccountState, slowStart: SlowStart | undefined, nowMs: number) =>
  slowStart !== undefined &&
  known.slowStartUsed >= slowStart.requestsMax &&
  !isAnswering(known, { ...slowStart, answeredAtMs: 0 }, nowMs);

export function slowStartRoom(known: AccountState, slowStart: SlowStart, nowMs: number): SlowStartRoom {
  const { requestsMax, roundMs, answeredAtMs } = slowStart;
  if (isAnswering(known, slowStart, nowMs)) {
    const isNews = answeredAtMs > (known.answeredAtMs ?? 0);
    return { room: Number.POSITIVE_INFINITY, spend: () => (isNews ? answered(answeredAtMs) : {}) };
  }
  const { slowStartAtMs, slowStartUsed } = known;
  if (slowStartAtMs === undefined || nowMs - slowStartAtMs >= roundMs)
    return { room: requestsMax, spend: (count) => newRound(nowMs, roundMs, count) };
  return {
    room: Math.max(0, requestsMax - slowStartUsed),
    spend: (count) => ({
      conditions: ['slowStartAtMs = :slowStartAtMs', 'slowStartUsed <= :slowStartUsedMax'],
      sets: ['slowStartUsed = slowStartUsed + :slowStartCount'],
      values: {
        ':slowStartAtMs': slowStartAtMs,
        ':slowStartUsedMax': requestsMax - count,
        ':slowStartCount': count,
      },
    }),
  };
}

/** Unless another sandbox has begun one. */
const newRound = (nowMs: number, roundMs: number, count: number): Partial<Update> => ({
  conditions: ['(attribute_not_exists(slowStartAtMs) OR slowStartAtMs <= :slowStartOverMs)'],
  sets: ['slowStartAtMs = :slowStartAtMs', 'slowStartUsed = :slowStartCount'],
  values: {
    ':slowStartOverMs': nowMs - roundMs,
    ':slowStartAtMs': nowMs,
    ':slowStartCount': count,
  },
});

export const answered = (atMs: number): Partial<Update> => ({
  sets: ['answeredAtMs = :answeredAtMs'],
  values: { ':answeredAtMs': atMs },
});
