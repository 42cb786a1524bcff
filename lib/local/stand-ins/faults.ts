/** Misbehaviour on request: a queue of faults, each met by the next requests that fit it. */
import type { Arrived } from './contract.ts';

/** What each kind does: whether the request has its effect, and how the exchange ends. */
export const faultKinds = {
  'retry-after-seconds': { effect: false, ending: 'answer' },
  'retry-after-date': { effect: false, ending: 'answer' },
  'error-500': { effect: false, ending: 'answer' },
  'unavailable-html': { effect: false, ending: 'answer' },
  unauthorized: { effect: false, ending: 'answer' },
  rejected: { effect: false, ending: 'answer' },
  'reset-before': { effect: false, ending: 'reset' },
  'reset-after': { effect: true, ending: 'reset' },
  hang: { effect: false, ending: 'hang' },
  'hang-after': { effect: true, ending: 'hang' },
  'slow-drip': { effect: true, ending: 'drip' },
} as const;

export type FaultKind = keyof typeof faultKinds;

export interface Fault {
  readonly kind: FaultKind;
  /** How many requests meet it: 1 unless said. */
  readonly times?: number;
  /** What `Retry-After` asks for: 1 unless said. */
  readonly seconds?: number;
  /** `error-500` only: the third party keeps the failure under the idempotency key and repeats it. */
  readonly saved?: boolean;
  /** All that are given must fit. */
  readonly match?: {
    /** Beginning of the path. */
    readonly path?: string;
    readonly bodyIncludes?: string;
    readonly externalId?: string;
  };
}

export interface Faults {
  readonly add: (faults: readonly Fault[]) => void;
  readonly clear: () => void;
  readonly pending: () => readonly Fault[];
  /**
   * The first fault that fits the request, one time less of it left.
   * @param isNamed only those that name its path. @default false
   */
  readonly take: (
    request: Arrived,
    externalIds: () => readonly string[],
    isNamed?: boolean,
  ) => Fault | undefined;
}

export function createFaults(): Faults {
  let queue: Fault[] = [];
  return {
    add: (faults) => {
      queue.push(...faults);
    },
    clear: () => {
      queue = [];
    },
    pending: () => [...queue],
    take: (request, externalIds, isNamed = false) => {
      const at = queue.findIndex(
        (fault) => (!isNamed || fault.match?.path !== undefined) && fits(fault, request, externalIds),
      );
      const fault = queue[at];
      if (fault === undefined) return undefined;
      const timesLeft = (fault.times ?? 1) - 1;
      queue.splice(at, 1, ...(timesLeft > 0 ? [{ ...fault, times: timesLeft }] : []));
      return fault;
    },
  };
}

function fits({ match = {} }: Fault, request: Arrived, externalIds: () => readonly string[]): boolean {
  if (match.path !== undefined && !request.path.startsWith(match.path)) return false;
  if (match.bodyIncludes !== undefined && !request.body.includes(match.bodyIncludes)) return false;
  return match.externalId === undefined || externalIds().includes(match.externalId);
}
