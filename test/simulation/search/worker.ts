/**
 * One process of a search: its share of the seeds and of the crash points. Prints its report as JSON.
 * With `--killer NAME` it looks for one violation only, which NAME must speak of, and first in the story or the seed that
 * `--seen-in` names.
 */
import { parseArgs } from 'node:util';
import { stories } from '../stories.ts';
import { play, type Story } from '../story.ts';
import { swarmOf } from '../swarm.ts';
import { crashPointsOf, playCrashPoint } from './crash-points.ts';
import { emptyReport, judgeOf, note, type Report } from './report.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    share: { type: 'string' },
    shares: { type: 'string' },
    killer: { type: 'string' },
    'seen-in': { type: 'string' },
  },
});
const [seed, seeds, share, shares] = [values.seed, values.seeds, values.share, values.shares].map(Number) as [
  number,
  number,
  number,
  number,
];
/** A seed in so many is run twice: whatever differs is not decided by the seed. */
const repeatedEvery = 100;

// Libraries read their settings at each cold start, and the environment of a process answers slowly.
process.env = { ...process.env };

const report = emptyReport();
await search(report);
process.stdout.write(JSON.stringify(report));

async function search(found: Report): Promise<void> {
  const { killer } = values;
  const isEnough = () =>
    killer !== undefined &&
    found.findings.some(({ violations }) => violations.some((violation) => judgeOf(violation) === killer));
  const seenIn = values['seen-in'] ?? '';
  if (/^\d+$/.test(seenIn)) await one(found, Number(seenIn));
  // A mutant is most often seen in a story as it is.
  const first = (story: Story) => (story.name === seenIn ? 0 : 1);
  const asTheyAre = killer === undefined ? [] : stories.toSorted((a, b) => first(a) - first(b));
  for (const story of asTheyAre) {
    if (isEnough()) return;
    note(found, await play(story, `crash points of ${story.name}`, undefined), `--story "${story.name}"`);
  }
  for (let at = share; at < seeds && !isEnough(); at += shares) await one(found, seed + at);
  if (!isEnough()) await crash(found, isEnough);
}

async function one(found: Report, number: number): Promise<void> {
  const { story, plan } = swarmOf(number);
  const played = await play(story, number, plan);
  const repro = `--seed ${number} --seeds 1`;
  note(found, played, repro);
  found.seeds += 1;
  if (number % repeatedEvery !== 0) return;
  const again = swarmOf(number);
  const { traceHash } = await play(again.story, number, again.plan);
  if (traceHash !== played.traceHash)
    found.findings.push({ repro, violations: ['two runs left two traces'] });
  else found.repeated += 1;
}

async function crash(found: Report, isEnough: () => boolean): Promise<void> {
  let at = 0;
  for (const story of stories) {
    for (const point of await crashPointsOf(story)) {
      at += 1;
      if (at % shares !== share) continue;
      const repro = `--story "${story.name}" --fault ${point.index}=${point.fault}`;
      note(found, await playCrashPoint(point), repro);
      found.crashPoints += 1;
      if (isEnough()) return;
    }
  }
}
