import { expect, test } from 'vitest';
import { classifyAnswer } from '../../../../functions/core/http/classify-answer.ts';
import { createThing } from '../../../fixtures/fixture-integration.ts';

const nowMs = Date.UTC(2026, 2, 1);
const answered = (statusCode: number, headers: Readonly<Record<string, string>>) => ({
  response: { statusCode, headers, body: '{"id":"thing_1"}', bodyTruncated: false },
});

test('a limit that is used up is told by the standard fields, beside a success too', async () => {
  const operation = createThing();
  for (const headers of [
    { ratelimit: '"default";r=0;t=30' },
    { 'ratelimit-remaining': '0', 'ratelimit-reset': '30' },
  ]) {
    expect(await classifyAnswer(operation, answered(201, headers), nowMs)).toMatchObject({
      verdict: 'success',
      pauseMs: 30_000,
      notBeforeMs: nowMs + 30_000,
    });
  }
});

test('what Retry-After says goes before it, and without such fields there is no pause', async () => {
  const headers = { ratelimit: '"default";r=0;t=30', 'retry-after': '5' };
  expect(await classifyAnswer(createThing(), answered(429, headers), nowMs)).toMatchObject({
    pauseMs: 5_000,
  });
  expect(await classifyAnswer(createThing(), answered(201, {}), nowMs)).not.toHaveProperty('pauseMs');
});
