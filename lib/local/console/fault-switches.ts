import { type Fault, type FaultKind, faultKinds } from '../stand-ins/faults.ts';
import type { StandIns } from '../stand-ins/index.ts';

/** How a stand-in behaves; `kind` is absent while it keeps its contract. */
export interface Switch {
  readonly name: string;
  readonly url: string;
  readonly kind?: FaultKind;
  /** Requests that will meet it; absent: all, until it is switched off. */
  readonly times?: number;
}

export interface SwitchChange {
  readonly name: string;
  /** `null`: keep the contract again. */
  readonly kind: string | null;
  /** @default - until it is switched off */
  readonly times?: number;
}

/** More than there will ever be requests. */
const always = Number.MAX_SAFE_INTEGER / 2;

export const switchesOf = (standIns: StandIns): readonly Switch[] =>
  Object.values(standIns).map(({ name, url, faults }) => {
    const [first] = faults.pending();
    return { name, url, ...(first === undefined ? {} : { kind: first.kind, ...timesOf(first) }) };
  });

const timesOf = ({ times = 1 }: Fault) => (times > always / 2 ? {} : { times });

/** Puts this in the place of what was arranged. Returns what was wrong with the change, if anything was. */
export function changeSwitch(standIns: StandIns, { name, kind, times }: SwitchChange): string | undefined {
  const standIn = Object.hasOwn(standIns, name) ? standIns[name] : undefined;
  if (standIn === undefined) return `there is no stand-in ${name}`;
  if (kind !== null && !isKind(kind)) return `there is no fault ${kind}`;
  if (times !== undefined && !(Number.isInteger(times) && times > 0)) return 'times is a whole number from 1';
  standIn.faults.clear();
  if (kind !== null) standIn.faults.add([{ kind, times: times ?? always }]);
  return undefined;
}

const isKind = (text: string): text is FaultKind => Object.hasOwn(faultKinds, text);
