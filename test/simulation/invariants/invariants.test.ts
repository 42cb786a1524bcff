/** Each invariant, in worlds in which the one thing is wrong that it must speak of. */
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../evidence.ts';
import { storyNamed } from '../stories.ts';
import { play } from '../story.ts';
import { type InvariantName, invariants, judge } from './index.ts';
import * as effects from './plants/effects.ts';
import { liveness } from './plants/liveness.ts';
import type { Plant } from './plants/plant.ts';
import * as records from './plants/records.ts';
import * as requests from './plants/requests.ts';

const plants: Readonly<Record<InvariantName, readonly Plant[]>> = {
  conservation: effects.conservation,
  'at most one effect': effects.atMostOneEffect,
  'rate limits': requests.rateLimits,
  pauses: requests.pauses,
  'identical bytes': effects.identicalBytes,
  parking: requests.parking,
  isolation: records.isolation,
  'no secrets': records.noSecrets,
  deadlines: requests.deadlines,
  'attempts and waiting': records.attemptsAndWaiting,
  'dead letters': effects.deadLetters,
  liveness,
  drifts: records.drifts,
};

/** A customer at four third parties, on a day on which nothing goes wrong. */
const calm = async (): Promise<Evidence> =>
  (await play(storyNamed('one customer'), 'plants', undefined)).evidence;

const all = Object.entries(plants).flatMap(([name, ofOne]) =>
  ofOne.map((plant) => ({ name: name as InvariantName, ...plant })),
);

/** Message ids are drawn. */
const withoutIds = (sentence: string) =>
  sentence.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>');

describe('an invariant', () => {
  it('says nothing of a world in which nothing is wrong', async () => {
    expect(judge(await calm())).toEqual([]);
  });

  it.each(all)('$name: says when $about', async ({ name, into, says }) => {
    expect(invariants[name](await into(await calm())).map(withoutIds)).toEqual(says);
  });
});
