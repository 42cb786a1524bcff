/** Every fault at every outside call of a story, one at a time. */
import { type CallKind, type Fault, faultsAt } from '../fault-plan.ts';
import { defaultStartMs } from '../kernel.ts';
import { meetsEveryFault } from '../stories.ts';
import { type Played, play, type Story } from '../story.ts';

export interface CrashPoint {
  readonly story: Story;
  /** Number of the call in the story as it goes when nothing goes wrong. */
  readonly index: number;
  readonly label: string;
  readonly fault: Fault;
}

/** Fails before, applied with the answer lost, dead before and after: at each kind of call what it can meet. */
const faultsByKind: Readonly<Record<CallKind, readonly Fault[]>> = {
  aws: ['fail', 'lost', 'kill-before', 'kill-after'],
  http: ['fail', 'lost', 'hang', 'kill-before', 'kill-after'],
  sleep: ['kill-after'],
  'event-source': ['fail'],
};

/** The same for every crash point of a story, so that its calls have the same numbers. */
const seedOf = (story: Story) => `crash points of ${story.name}`;

/** The supervisor's clock ticks on: one that goes wrong after so long has gone wrong before. */
const clockMsMax = 12 * 60_000;

export async function crashPointsOf(story: Story): Promise<readonly CrashPoint[]> {
  if (!meetsEveryFault(story)) return [];
  const points: CrashPoint[] = [];
  await play(story, seedOf(story), {
    decide: ({ index, kind, label, sandbox, atMs }) => {
      if (sandbox.includes('supervisor') && atMs - defaultStartMs > clockMsMax) return 'none';
      for (const fault of faultsByKind[kind]) points.push({ story, index, label, fault });
      return 'none';
    },
  });
  return points;
}

export const playCrashPoint = (
  { story, index, fault }: Pick<CrashPoint, 'story' | 'index' | 'fault'>,
  keepTrace = false,
): Promise<Played> => play(story, seedOf(story), faultsAt({ [index]: fault }), keepTrace);
