/**
 * How close to others a reservation may be: by what its sandbox knows of the time, and what those did before it. Pure.
 *
 * A request arrives between E before and L after its permit's moment. A sandbox that knows nothing of the time has the E
 * and L that its clock and its way allow for, and pays an interval that covers both. One that knows it starts when the
 * moment has certainly come (its E is 0) and within its slot (its L is that and the way), and pays the close interval,
 * which covers its own L and E. No closed window holds more than the limit if from any permit to the one that is as many
 * further on as the limit allows it is longer than the window, the L of the first and the E of the last. Where only one
 * kind reserves, the intervals between the two see to it. Where both do:
 *
 * - After a permit of one who knows nothing (vague) all others are the long interval apart, for as long as a window that
 *   begins with it may last: `vagueUntilUs` of the account.
 * - Before one that comes outside of such a time its larger E is left free: what was reserved before it was close.
 *
 * So a window that begins or ends with a vague permit has the long intervals all along, or its end lies behind their time,
 * or it has the gap in it. What a sandbox knows less well than a slot takes makes its L larger: its last permit of each
 * write pays for that (the tail). Two of its own permits have the same clock, so that between these it is not needed.
 */
import type { AccountState } from './account.ts';
import type { Update } from './account-update.ts';
import type { Pace } from './spacing.ts';

export interface Tenure {
  /** Between its permits, and to what comes after them. */
  readonly intervalUs: number;
  /** To be left free before its first permit. */
  readonly gapUs: number;
  /** To be left free after its last one, beside the interval. */
  readonly tailUs: number;
  /** It is right only for permits that begin before this moment, epoch microseconds. */
  readonly untilUs: number;
  /** What it adds to the write. `costUs`: how far that moves `tatUs` on, the gap included. */
  readonly update: (reservation: {
    readonly startUs: number;
    readonly costUs: number;
    readonly isBacklogged: boolean;
  }) => Partial<Update>;
}

export interface TenureOptions {
  readonly known: Pick<AccountState, 'vagueUntilUs'>;
  readonly pace: Pick<Pace, 'intervalUs' | 'close'>;
  readonly tailUs?: number | undefined;
}

/** For which moment the first permit is, before any gap, if it is for one that is known now: others may have moved it on. */
export interface Start {
  readonly leastUs: number;
  readonly mostUs: number;
}

export function tenureOf({ known, pace, tailUs }: TenureOptions, start: Start): Tenure {
  const { intervalUs, close } = pace;
  const far = { intervalUs, gapUs: 0, tailUs: 0, untilUs: Number.POSITIVE_INFINITY };
  if (close === undefined) return { ...far, update: () => ({}) };
  if (tailUs !== undefined) {
    // The long interval is right at any time, and covers what is not known, too.
    if (known.vagueUntilUs > start.leastUs) return { ...far, update: () => ({}) };
    const conditions = ['(attribute_not_exists(vagueUntilUs) OR vagueUntilUs <= :closeFromUs)'] as const;
    return {
      ...far,
      intervalUs: close.intervalUs,
      tailUs,
      update: () => ({ conditions, values: { ':closeFromUs': start.leastUs } }),
    };
  }
  // It never moves back: what was seen of it holds, or more.
  const isVagueTime = known.vagueUntilUs > start.mostUs;
  return {
    ...far,
    ...(isVagueTime ? { untilUs: known.vagueUntilUs - 1 } : { gapUs: close.beforeVagueUs }),
    update: (reservation) => {
      const lastsUs = reservation.costUs + close.afterVagueUs;
      return reservation.isBacklogged
        ? { sets: ['vagueUntilUs = tatUs + :vagueUs'], values: { ':vagueUs': lastsUs } }
        : {
            sets: ['vagueUntilUs = :vagueUntilUs'],
            values: { ':vagueUntilUs': reservation.startUs + lastsUs },
          };
    },
  };
}
