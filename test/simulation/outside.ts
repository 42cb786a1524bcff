/** What all outside calls of a world share: the count, the plan that strikes them, and the wire. */
import { type CallKind, type Fault, type FaultPlan, faultsOf } from './fault-plan.ts';
import type { Kernel } from './kernel.ts';
import type { Random } from './random.ts';
import type { Sandbox } from './sandbox.ts';
import type { Trace } from './trace.ts';

export interface Outside {
  readonly kernel: Kernel;
  readonly trace: Trace;
  /** For what the wire does: latency, the way an answer gets lost. */
  readonly random: Random;
  /** One way, milliseconds. */
  readonly latencyMs: () => number;
  /** Counts a call and asks the plan; with it, the call's number. A fault of another kind ends the run. */
  readonly ask: (about: Asked) => { readonly fault: Fault; readonly index: number };
  readonly setPlan: (plan: FaultPlan) => void;
  /** Calls so far. */
  readonly count: () => number;
  /** Faults that struck, by name. */
  readonly struck: Readonly<Record<string, number>>;
  /** Faults that struck sandboxes of a function. */
  readonly struckIn: (functionName: string) => number;
  /** Faults that struck calls of a service: `secretsmanager`. */
  readonly struckAt: (service: string) => number;
}

export interface Asked {
  readonly kind: CallKind;
  readonly label: string;
  readonly sandbox: string;
  /** @default 1 */
  readonly attempt?: number;
  readonly item?: string | undefined;
}

export interface OutsideOptions {
  readonly kernel: Kernel;
  readonly trace: Trace;
  readonly random: Random;
  readonly plan: FaultPlan;
  /** @default - 1 to 8 ms, and one in a hundred up to a second */
  readonly latencyMs?: () => number;
}

export function createOutside(options: OutsideOptions): Outside {
  const { kernel, trace, random } = options;
  const ordinary = () => (random.chance(0.01) ? random.int(8, 1_000) : random.int(1, 8));
  const struck: Record<string, number> = {};
  const struckIn = new Map<string, number>();
  const struckAt = new Map<string, number>();
  let { plan } = options;
  let count = 0;
  return {
    kernel,
    trace,
    random,
    latencyMs: options.latencyMs ?? ordinary,
    ask: ({ kind, label, sandbox, attempt = 1, item }) => {
      const index = count;
      count += 1;
      const about = { index, kind, label, sandbox, attempt, atMs: kernel.now() };
      const fault = plan.decide(item === undefined ? about : { ...about, item });
      if (fault !== 'none' && !(faultsOf[kind] as readonly Fault[]).includes(fault)) {
        const known = faultsOf[kind].join(', ');
        kernel.abort(new RangeError(`${label} cannot meet "${fault}": ${kind} calls meet ${known}`));
      }
      if (fault !== 'none') {
        struck[fault] = (struck[fault] ?? 0) + 1;
        const [functionName = ''] = sandbox.split('#');
        struckIn.set(functionName, (struckIn.get(functionName) ?? 0) + 1);
        const [service = ''] = label.split('.');
        struckAt.set(service, (struckAt.get(service) ?? 0) + 1);
      }
      trace.add(sandbox, `${index} ${label}${fault === 'none' ? '' : ` ! ${fault}`}`);
      return { fault, index };
    },
    setPlan: (next) => {
      plan = next;
    },
    count: () => count,
    struck,
    struckIn: (functionName) => struckIn.get(functionName) ?? 0,
    struckAt: (service) => struckAt.get(service) ?? 0,
  };
}

/** Begins a call of a sandbox. `undefined`: there is no sandbox any more, or this was its end. */
export function leave(
  outside: Outside,
  sandbox: Sandbox,
  asked: Omit<Asked, 'sandbox'>,
): { readonly fault: Fault; readonly index: number } | undefined {
  if (!sandbox.isAlive()) return undefined;
  const call = outside.ask({ ...asked, sandbox: sandbox.id });
  if (call.fault !== 'kill-before') return call;
  sandbox.kill('killed');
  return undefined;
}

/** The sandbox's own timer: it dies with it, and stands still while it is frozen. */
export function sleepOf(outside: Outside, sandbox: Sandbox): (ms: number) => Promise<void> {
  return (ms) =>
    new Promise((resolve) => {
      const call = leave(outside, sandbox, { kind: 'sleep', label: 'sleep' });
      if (call === undefined) return;
      outside.kernel.schedule(ms, () => {
        if (call.fault === 'kill-after') sandbox.kill('killed');
        sandbox.enter(resolve);
      });
    });
}
