import { describe, expect, it } from 'vitest';
import { requestsMax, samples } from '../../../functions/contract-watch/requests-max.ts';
import { runChecks } from '../../../functions/core/contract/probe/run-checks.ts';
import { triesMax } from '../../../functions/core/contract/probe/send-probe.ts';
import type { HttpResult } from '../../../functions/core/http/send-http.ts';
import { createPacedSend, permitWaitMsMax } from '../../../functions/core/pace/paced-send.ts';
import { contracts } from '../../fixtures/shop/functions/destinations/contracts.ts';
import { shopIntegrations as integrations } from '../../fixtures/shop/index.ts';

/** A page that is not the last, whoever is asked. */
const page = JSON.stringify({
  data: [{ id: 'a' }],
  has_more: true,
  results: [{ id: 'a' }],
  paging: { next: { after: 'b' } },
  pages: { next: { starting_after: 'b' } },
});
const answer = (statusCode: number): HttpResult => ({
  response: { statusCode, headers: {}, body: page, bodyTruncated: false },
});

/** Requests of a look at a third party that answers each only when it has throttled it as often as is put up with. */
async function requestsOfTheWorst(name: string): Promise<number> {
  const declaration = contracts.find(({ destination }) => destination.name === name);
  if (declaration === undefined) throw new Error(`no contract of ${name}`);
  let sent = 0;
  await runChecks({
    declaration,
    integrations,
    credentials: { apiKey: 'key' },
    send: createPacedSend({
      send: async () => {
        sent += 1;
        return answer(sent % triesMax === 0 ? 200 : 429);
      },
      reserve: async () => 0,
      hold: async () => {},
      permitWaitMsMax,
      now: () => 0,
      monotonicMs: () => 0,
      sleep: async () => {},
    }),
    randomId: () => 'id',
    writes: false,
    wrongKey: false,
    samples,
    redact: (text) => text,
    allowPrivateAddresses: false,
  });
  return sent;
}

describe('the requests of a look', () => {
  it.each([
    ['wallet', 9],
    ['gazette', 9],
    ['helpdesk', 12],
  ])('are bounded by what a throttling %s makes of them: %d', async (name, requests) => {
    expect(requestsMax(name, integrations)).toBe(requests);
    expect(await requestsOfTheWorst(name)).toBe(requests);
  });
});
