import { declareContract, probed } from '../../core/declare/contract.ts';
import { webhook } from './index.ts';
import { sendEvent, type WebhookEvent } from './send-event.ts';

const example: WebhookEvent = {
  type: 'interlock.probed',
  timestamp: '2026-01-01T00:00:00Z',
  data: { note: 'A probe' },
};

/** How an endpoint is probed: by events of a type that nobody knows. Whether it is a customer's test endpoint nobody can tell. */
export const webhookContract = declareContract({
  destination: webhook,
  maps: ['data'],
  operations: [
    probed({
      operation: sendEvent,
      paths: { request: '/' },
      examples: [example],
      distinct: (input, token) => ({
        ...input,
        data: { ...input.data, reference: `interlock-probe-${token}` },
      }),
      withUnknown: (input) => ({
        ...sendEvent.request(input),
        body: { encoding: 'json', value: { ...input, interlock_unknown: 'x' } },
      }),
      leavesNothing: true,
    }),
  ],
});
