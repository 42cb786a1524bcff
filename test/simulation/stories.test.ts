import { expect, it } from 'vitest';
import { crashPointsOf, playCrashPoint } from './search/crash-points.ts';
import { stories, storyNamed } from './stories.ts';
import { play } from './story.ts';
import { swarmOf } from './swarm.ts';

it.each(stories)('no promise is broken when nothing goes wrong beside: $name', async (story) => {
  const { violations } = await play(story, `crash points of ${story.name}`, undefined);
  expect(violations).toEqual([]);
});

it('each story has a name of its own, by which it can be told again', () => {
  expect(new Set(stories.map(({ name }) => name)).size).toBe(stories.length);
  expect(stories.map(({ name }) => storyNamed(name))).toEqual(stories);
  // What a violation begins with, up to a colon, names its judge.
  expect(stories.filter(({ name }) => name.includes(':'))).toEqual([]);
  expect(() => storyNamed('a wedding')).toThrow(/^there is no story "a wedding": one customer, a payment, /);
});

it('no promise is broken at any crash point of a payment', async () => {
  const points = await crashPointsOf(storyNamed('a payment'));
  expect(points.length).toBeGreaterThan(20);
  for (const point of points) {
    const { violations } = await playCrashPoint(point);
    expect(violations, `${point.label} ! ${point.fault}`).toEqual([]);
  }
});

it('one seed is one world, and another is another', async () => {
  const hashes: string[] = [];
  // One after the other: each patches the clock of this process.
  for (const seed of [7, 7, 8]) {
    const { story, plan } = swarmOf(seed);
    hashes.push((await play(story, seed, plan)).traceHash);
  }
  expect(hashes[1]).toBe(hashes[0]);
  expect(hashes[2]).not.toBe(hashes[0]);
});
