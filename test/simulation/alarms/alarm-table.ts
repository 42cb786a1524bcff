/** Each alarm of the template, and the story that proves it: the table of the nightly run. */
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { type AlarmRow, type AlarmStory, deployedNames, playAlarmStory } from './alarm-story.ts';
import { honestDay } from './honest-day.ts';
import { integrationAlarmStories } from './integration-alarm-stories.ts';
import { destinationAlarmStories, systemAlarmStories } from './system-alarm-stories.ts';

/** What proves the alarms of a stack with these integrations. */
export function alarmStories(integrations: readonly AnyIntegration[]): readonly AlarmStory[] {
  const byDestination = new Map(integrations.map((one) => [one.operation.destination.name, one]));
  return [
    ...systemAlarmStories(integrations),
    ...[...byDestination.values()].flatMap(destinationAlarmStories),
    ...integrations.flatMap(integrationAlarmStories),
  ];
}

/** Alarms of the template that no story proves, and stories of alarms that the template does not have. */
export function unproven(integrations: readonly AnyIntegration[], stories = alarmStories(integrations)) {
  const names = deployedNames(integrations);
  const proven = stories.map(({ proves }) => proves).filter((name) => name !== undefined);
  return {
    alarms: names.filter((name) => !proven.includes(name)),
    stories: proven.filter((name) => !names.includes(name)),
  };
}

export interface AlarmTable {
  readonly lines: readonly string[];
  /** Alarms that are not proven, and stories that went otherwise. */
  readonly wrong: number;
}

/**
 * @param honestDays how many of them, each another
 * @param stories that are played; all others must be there, and are not
 */
export async function alarmTable(
  integrations: readonly AnyIntegration[],
  honestDays: number,
  stories = alarmStories(integrations),
): Promise<AlarmTable> {
  const lost = unproven(integrations);
  const rows: AlarmRow[] = [];
  // One after the other: each patches the clock of this process.
  for (const story of stories) {
    if (!lost.stories.includes(story.proves ?? '')) rows.push(await playAlarmStory(story));
  }
  for (let day = 1; day <= honestDays; day += 1)
    rows.push(await playAlarmStory(honestDay(integrations, `honest day ${day}`), `honest day ${day}`));
  const wrong = rows.filter((row) => row.wrong.length > 0);
  return {
    wrong: wrong.length + lost.alarms.length + lost.stories.length,
    lines: [
      `alarms                ${deployedNames(integrations).length - lost.alarms.length} of ${deployedNames(integrations).length} proven, ${honestDays} honest days`,
      ...rows.map(lineOf),
      ...lost.alarms.map((name) => `✗ ${name}: no story proves it`),
      ...lost.stories.map((name) => `✗ ${name}: a story proves it, and the template does not have it`),
    ],
  };
}

function lineOf({ story, rangAfterMs, overAfterMs, wrong }: AlarmRow): string {
  const rang = rangAfterMs === undefined ? 'silent' : `rang after ${timeOf(rangAfterMs)}`;
  const over = overAfterMs === undefined ? '' : `, over after ${timeOf(overAfterMs)}`;
  const sign = wrong.length === 0 ? '✓' : '✗';
  const what = [...wrong, story.name].join('; ');
  return `${sign} ${(story.proves ?? 'none').padEnd(50)} ${`${rang}${over}`.padEnd(45)} ${what}`;
}

function timeOf(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes < 60
    ? `${minutes} min`
    : `${Math.floor(minutes / 60)} h ${`${minutes % 60}`.padStart(2, '0')} min`;
}
