/** What the letterbox was seen to keep, and one that does not keep it any more. */
import type { Lock } from '../../functions/core/contract/lock/lock.ts';
import { printLock } from '../../functions/core/contract/lock/lock-json.ts';
import { lockedResponse } from '../../functions/core/contract/lock/locked-response.ts';
import { observe } from '../../functions/core/contract/lock/observe.ts';
import { type Contract, json } from '../../lib/local/stand-ins/contract.ts';
import { letterbox } from './letterbox.ts';

const host = 'letterbox.example';
const recordedAt = '2025-12-01T00:00:00.000Z';

const [taken, refused] = [json(201, { id: 'abc', shelf: 'even' }), json(400, { error: 'to whom?' })].map(
  ({ statusCode, headers, body }) =>
    lockedResponse([
      observe(
        {
          statusCode,
          headers: { date: 'Mon, 01 Dec 2025 00:00:00 GMT', ...headers },
          body: String(body),
          bodyTruncated: false,
        },
        { maps: new Set(), headers: ['date'], host, nowMs: Date.parse(recordedAt) },
      ),
    ]),
) as [ReturnType<typeof lockedResponse>, ReturnType<typeof lockedResponse>];

const lock: Lock = {
  destination: letterbox.name,
  recorded: { from: 'sandbox', host, at: recordedAt, apiVersion: '1' },
  maps: [],
  operations: new Map([
    [
      'drop-letter',
      {
        request: 'POST /letters',
        responses: new Map([
          [201, taken],
          [400, refused],
        ]),
      },
    ],
  ]),
};

export const letterboxLock = printLock(lock);

/** A letterbox that answers each letter otherwise. */
export const answering = (body: () => string): Contract => ({
  ...letterbox,
  open: (world) => {
    const thirdParty = letterbox.open(world);
    return {
      ...thirdParty,
      answer: (request) => {
        const answer = thirdParty.answer(request);
        return answer.statusCode === 201 ? { ...answer, body: body() } : answer;
      },
    };
  },
});

/** It numbers its shelves now. */
export const countingLetterbox = answering(() => JSON.stringify({ id: 'abc', shelf: 2 }));
