import { beforeEach, describe, expect, it } from 'vitest';
import { probeOperation } from '../../../../functions/core/declare/probe-operation.ts';
import type { RenderedRequest } from '../../../../functions/core/http/request.ts';
import type { HttpResult } from '../../../../functions/core/http/send-http.ts';
import { createPacedSend, type PacedSendOptions } from '../../../../functions/core/pace/paced-send.ts';
import { thingDestination } from '../../../fixtures/fixture-integration.ts';

const startMs = 5_000;
const request: RenderedRequest = { method: 'GET', url: new URL('https://api.example.com/me'), headers: {} };
const operation = probeOperation(thingDestination({ requestTimeoutMs: 700 }));

let nowMs: number;
let result: HttpResult;
/** What happened, in order. */
let steps: string[];

beforeEach(() => {
  nowMs = startMs;
  result = { response: { statusCode: 200, headers: {}, body: '{}', bodyTruncated: false } };
  steps = [];
});

const send = (changes: Partial<PacedSendOptions> = {}) =>
  createPacedSend({
    reserve: async () => {
      steps.push('reserve');
      return startMs + 10_000;
    },
    hold: async (untilMs) => {
      steps.push(`hold ${untilMs}`);
    },
    send: async ({ url }, timeoutMs) => {
      steps.push(`send ${url.pathname} within ${timeoutMs} at ${nowMs}`);
      nowMs += 250;
      return result;
    },
    permitWaitMsMax: 10_000,
    now: () => nowMs,
    monotonicMs: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
    ...changes,
  })(request, operation);

describe('a single request within the limit', () => {
  it('goes out when its permit has come, with the time that the operation gives it', async () => {
    const { classification, ...sent } = await send();
    expect(steps).toEqual(['reserve', 'send /me within 700 at 15000']);
    expect([sent, classification.verdict]).toEqual([
      { result, durationMs: 250, endedAtMs: 15_250 },
      'success',
    ]);
  });

  it('goes out at once when its permit is for a moment that has passed', async () => {
    await send({ reserve: async () => startMs - 1 });
    expect(steps).toEqual(['send /me within 700 at 5000']);
  });

  it('is not sent late: another permit is asked for, and after three it is given up', async () => {
    let reserved = 0;
    const sleep = async (ms: number) => {
      nowMs += ms + 151;
    };
    const reserve = async () => {
      reserved += 1;
      return nowMs + 1_000;
    };
    await expect(send({ reserve, sleep })).rejects.toMatchObject({
      name: 'NoPermitError',
      message: 'permits came too late to be used',
    });
    expect([reserved, steps]).toEqual([3, []]);
  });

  it('is not sent when its permit is further off than it may wait', async () => {
    await expect(send({ permitWaitMsMax: 9_999 })).rejects.toMatchObject({
      name: 'NoPermitError',
      message: 'the rate limit leaves no room for a probe for 10000 ms',
    });
    expect([steps, nowMs]).toEqual([['reserve'], startMs]);
  });

  it('is not sent when nobody knows the limit', async () => {
    const reserve = () => Promise.reject(new Error('no ledger'));
    await expect(send({ reserve })).rejects.toThrow('no ledger');
    expect(steps).toEqual([]);
  });

  it('tells everyone of the pause that it is answered with, counted from the answer', async () => {
    const headers = { 'retry-after': '30' };
    result = { response: { statusCode: 429, headers, body: '{}', bodyTruncated: false } };
    expect((await send()).classification.verdict).toBe('throttled');
    expect(steps).toEqual(['reserve', 'send /me within 700 at 15000', 'hold 45250']);
  });
});
