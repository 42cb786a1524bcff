import { describe, expect, it } from 'vitest';
import { allIntegrations, to } from '../stories.ts';
import { type AlarmStory, playAlarmStory } from './alarm-story.ts';
import { alarmStories, alarmTable, unproven } from './alarm-table.ts';
import { honestDay } from './honest-day.ts';

/** Played in the nightly run only (npm run simulate -- --nightly): four days of looks take half a minute. */
const isOfDays = ({ proves = '' }: AlarmStory) => proves.endsWith('-waiting-days');

describe('the alarms of the template', () => {
  it('have a story each that proves them, and no story proves one that is not there', () => {
    expect(unproven(allIntegrations)).toEqual({ alarms: [], stories: [] });
  });

  it('are called unproven when their story is missing, and a story when its alarm is', () => {
    const [first, ...others] = alarmStories(to('letterbox'));
    expect(unproven(to('letterbox'), others)).toEqual({ alarms: [first?.proves], stories: [] });
    expect(
      unproven(to('letterbox'), [...alarmStories(to('letterbox')), ...alarmStories(to('gazette'))]),
    ).toMatchObject({
      alarms: [],
      stories: expect.arrayContaining(['gazette-contract-unchecked', 'customer-created-to-gazette-waiting']),
    });
  });

  it.each(alarmStories(allIntegrations).filter((story) => !isOfDays(story)))(
    'ring where they must and nowhere else: $proves, $name',
    async (story) => {
      const { wrong, rangAfterMs } = await playAlarmStory(story);
      expect(wrong).toEqual([]);
      expect(rangAfterMs).toBeGreaterThan(0);
    },
    30_000,
  );

  it('are all silent on an honest day', async () => {
    const { wrong } = await playAlarmStory(honestDay(allIntegrations));
    expect(wrong).toEqual([]);
  });

  it('are not silent in a story only because nobody looks: what else rings is found', async () => {
    const [story] = alarmStories(to('gazette')).filter(({ proves }) => proves === 'lost-notifications');
    if (story === undefined) throw new Error('there is such a story');
    const { wrong } = await playAlarmStory({ ...story, proves: 'unrouted', alsoRings: [] });
    expect(wrong).toEqual(['unrouted stayed silent', 'failing-subscription rang', 'lost-notifications rang']);
  });

  it('are a table that says when each rang and when it was over', async () => {
    const { lines, wrong } = await alarmTable(
      to('gazette'),
      0,
      alarmStories(to('gazette')).filter((story) => !isOfDays(story)),
    );
    expect(wrong).toBe(0);
    expect(lines[0]).toBe('alarms                21 of 21 proven, 0 honest days');
    expect(lines.find((line) => line.includes('-waiting '))).toMatch(
      /^✓ customer-created-to-gazette-waiting +rang after 1 h 0\d min, over after 3 h \d\d min +customer-created-to-gazette: a third party that is down for two hours$/,
    );
  });
});
