/** One world again, with as few of its faults as bring the violation back, and what happened around them. */
import { type Fault, type FaultPlan, faultsOf } from '../fault-plan.ts';
import type { Played, Story } from '../story.ts';
import { play } from '../story.ts';

/** Runs at most so many times to leave faults out: a minute at the longest. */
const runsMax = 200;
/** Lines of the trace that are shown. */
const linesMax = 60;

export interface Reproduced {
  readonly played: Played;
  readonly faults: Readonly<Record<number, Fault>>;
}

/** @param tell gives the story anew: it may draw from a seed of its own */
export async function reproduce(
  tell: () => { readonly story: Story; readonly plan: FaultPlan },
  seed: string | number,
): Promise<Reproduced> {
  const { story, plan } = tell();
  let faults: Record<number, Fault> = {};
  let played = await play(
    story,
    seed,
    {
      decide: (call) => {
        const fault = plan.decide(call);
        if (fault !== 'none') faults[call.index] = fault;
        return fault;
      },
    },
    true,
  );
  if (played.violations.length === 0) return { played, faults };
  let runs = 0;
  // Halves, quarters, and at last one by one: what is not needed is left out.
  for (let pieces = 2; runs < runsMax; pieces *= 2) {
    const indices = Object.keys(faults).map(Number);
    const length = Math.max(1, Math.ceil(indices.length / pieces));
    for (let from = 0; from < indices.length && runs < runsMax; from += length) {
      const without = new Set(indices.slice(from, from + length));
      const fewer = Object.fromEntries(
        Object.entries(faults).filter(([index]) => !without.has(Number(index))),
      );
      if (Object.keys(fewer).length === Object.keys(faults).length) continue;
      runs += 1;
      const again = await play(tell().story, seed, wherePossible(fewer), true);
      if (again.violations.length > 0) [faults, played] = [fewer, again];
    }
    if (length === 1) break;
  }
  return { played, faults };
}

/** The lines around the faults, and the last ones. */
export function shortened({ lines }: { readonly lines: readonly string[] }): readonly string[] {
  const near = new Set<number>();
  for (const [at, line] of lines.entries()) {
    if (line.includes(' ! ')) for (let n = at - 6; n <= at + 10; n += 1) near.add(n);
  }
  const shown = lines.filter((_, at) => near.has(at));
  return [...(shown.length > 0 ? shown : lines).slice(0, linesMax), '…', ...lines.slice(-8)];
}

/** With fewer faults the calls have other numbers: what a call of its kind cannot meet is left out. */
const wherePossible = (faults: Readonly<Record<number, Fault>>): FaultPlan => ({
  decide: ({ index, kind }) => {
    const fault = faults[index];
    const possible: readonly Fault[] = faultsOf[kind];
    return fault !== undefined && possible.includes(fault) ? fault : 'none';
  },
});
