import { expect, test } from 'vitest';
import { classifyAnswer } from '../../../../functions/core/http/classify-answer.ts';
import { createThing, thingDestination } from '../../../fixtures/fixture-integration.ts';

const nowMs = Date.UTC(2026, 2, 1);
const left = ({ body }: { readonly body: string }) => (JSON.parse(body) as { left?: number }).left;
const operation = createThing(undefined, {
  destination: thingDestination({ costLimit: { points: 2_000, restoredPerSecond: 100, left } }),
  cost: 50,
});
const said = (body: object, statusCode = 200) =>
  classifyAnswer(
    operation,
    {
      response: {
        statusCode,
        headers: {},
        body: JSON.stringify({ id: 'thing_1', ...body }),
        bodyTruncated: false,
      },
    },
    nowMs,
  );

// A request of 50, and a second of 100 for what may be under way.
test.each([
  [2_000, undefined],
  [150, undefined],
  [149, 10],
  [0, 1_500],
  [-500, 1_500],
])('%d points that are left ask everybody for %j ms', async (points, pauseMs) => {
  const { verdict, pauseMs: asked, notBeforeMs } = await said({ left: points });
  expect([verdict, asked]).toEqual(['success', pauseMs]);
  expect(notBeforeMs).toBe(pauseMs === undefined ? undefined : nowMs + pauseMs);
});

test('what says nothing of points, or something else than a number, changes nothing', async () => {
  for (const points of [undefined, 'many', null])
    expect(await said({ left: points })).not.toHaveProperty('pauseMs');
});
