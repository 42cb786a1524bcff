import { expect, it } from 'vitest';
import { lastingStories, lastingTrouble, troubles } from './lasting-trouble.ts';
import { play } from './story.ts';

it.each(lastingStories)('no promise is broken by $name', async (story) => {
  const { violations } = await play(story, 1, undefined);
  expect(violations).toEqual([]);
});

/** Each trouble once, and each third party, for a day: all of them with all, and for longer, are in the nightly run. */
const some = troubles.map((trouble, at) =>
  lastingTrouble(['wallet', 'gazette', 'helpdesk'][at % 3] ?? '', trouble, { days: 1, events: 300 }),
);

it.each(some)(
  'costs no event anything, and sixty calls an hour: $name',
  async (story) => {
    const { violations } = await play(story, 1, undefined);
    expect(violations).toEqual([]);
  },
  60_000,
);
