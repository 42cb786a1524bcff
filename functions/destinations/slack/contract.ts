import { declareContract, probed } from '../../core/declare/contract.ts';
import { slack } from './index.ts';
import { postMessage } from './post-message.ts';

const channel = 'C0INTERLOCK';

/** How Slack is probed. It posts messages and deletes them; a workspace for tests looks like any other. */
export const slackContract = declareContract({
  destination: slack,
  maps: [],
  operations: [
    probed({
      operation: postMessage,
      paths: { request: '/api/chat.postMessage' },
      examples: [
        { channel, text: 'A probe' },
        { channel, text: 'A probe', blocks: [{ type: 'divider' }] },
      ],
      distinct: (input, token) => ({ ...input, text: `interlock-probe-${token}` }),
      withoutRequired: (input) => ({
        ...postMessage.request(input),
        body: { encoding: 'json', value: { channel: input.channel } },
      }),
      withUnknown: (input) => ({
        ...postMessage.request(input),
        body: { encoding: 'json', value: { ...input, interlock_unknown: 'x' } },
      }),
      // https://docs.slack.dev/reference/methods/chat.delete
      remove: (receipt) => {
        const [posted, ts] = receipt.split(':');
        return {
          method: 'POST',
          path: '/api/chat.delete',
          body: { encoding: 'json', value: { channel: posted, ts } },
        };
      },
    }),
  ],
});
