/** Slack's messages. https://docs.slack.dev/reference/methods/chat.postMessage */
import {
  type Answer,
  type Arrived,
  type Contract,
  json,
  type StandInContext,
  type ThirdParty,
} from './contract.ts';
import { identifier } from './identifiers.ts';
import { messageProblem, readArguments } from './slack-arguments.ts';
import { createSlidingWindow, type SlidingWindow } from './sliding-window.ts';
import { targetOf } from './target.ts';

export const slack: Contract<'slack'> = {
  name: 'slack',
  // Unpublished: "several hundred messages per minute" of the workspace, in whole minutes.
  limit: { requests: 300, windowMs: 60_000 },
  newApiKey: (random) =>
    `xoxb-${identifier(random, 12, '123456789')}-${identifier(random, 13, '123456789')}-${identifier(random, 24)}`,
  open,
};

/** Of each channel. It takes short bursts, and nobody knows how long: none here. */
const channelLimit = { requests: 1, windowMs: 1_000 };

const bot = { user_id: 'U0STANDIN01', bot_id: 'B0STANDIN01', team_id: 'T0STANDIN01' };

function open({ journal, now, random }: StandInContext): ThirdParty {
  const channels = new Map<string, SlidingWindow>();
  let messages = 0;
  const said = (value: object, statusCode = 200, headers = {}): Answer =>
    json(statusCode, value, { 'x-slack-req-id': identifier(random, 32, '0123456789abcdef'), ...headers });
  const refused = (error: string) => said({ ok: false, error });
  const throttled = () => said({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': '1' });

  const hasRoom = (channel: string, atMs: number) => {
    const window = channels.get(channel) ?? createSlidingWindow(channelLimit);
    channels.set(channel, window);
    return window.admit(atMs);
  };
  const put = (channel: string, message: object, text: string, atMs: number) => {
    messages += 1;
    // Unique in its channel; here it is everywhere.
    const ts = `${Math.floor(atMs / 1_000)}.${`${messages}`.padStart(6, '0')}`;
    const value = { type: 'message', ...message, text, ts };
    journal.put({ id: `${channel}:${ts}`, kind: 'message', externalId: text, value });
    return { channel, ts, message: value };
  };

  const post = (request: Arrived): Answer => {
    const read = readArguments(request);
    if ('problem' in read) return refused(read.problem);
    const problem = messageProblem(read.fields);
    if (problem !== undefined) return refused(problem);
    const { text: words = '', blocks } = read.fields;
    const [channel, text] = [String(read.fields.channel), String(words)];
    if (!hasRoom(channel, request.atMs)) return throttled();
    const author = { user: bot.user_id, bot_id: bot.bot_id, team: bot.team_id };
    const made = put(channel, { ...author, ...(blocks === undefined ? {} : { blocks }) }, text, request.atMs);
    const id = `${channel}:${made.ts}`;
    const { atMs, sha256: requestSha256 } = request;
    journal.addEffect({ atMs, kind: 'message', id, externalId: text, created: true, requestSha256 });
    return said({ ok: true, ...made });
  };

  const remove = (request: Arrived): Answer => {
    const read = readArguments(request);
    if ('problem' in read) return refused(read.problem);
    const { channel, ts } = read.fields;
    const id = `${channel}:${ts}`;
    if (journal.find(id) === undefined) return refused('message_not_found');
    journal.remove(id);
    return said({ ok: true, channel, ts });
  };

  return {
    answer: (request) => {
      const { path } = targetOf(request);
      if (path === '/api/auth.test')
        return said({
          ok: true,
          url: 'https://stand-in.slack.com/',
          team: 'Stand-in',
          user: 'interlock',
          ...bot,
          is_enterprise_install: false,
        });
      if (path === '/api/chat.postMessage') return post(request);
      if (path === '/api/chat.delete') return remove(request);
      return refused('unknown_method');
    },
    unauthorized: ({ headers }) =>
      refused(headers.authorization === undefined ? 'not_authed' : 'invalid_auth'),
    rateLimited: throttled,
    failed: () => said({ ok: false, error: 'internal_error' }, 500),
    // Not verified against the present API.
    tooLarge: () => said({ ok: false, error: 'request_too_large' }, 413),
    externalIds: (request) => {
      const read = readArguments(request);
      return 'fields' in read && typeof read.fields.text === 'string' ? [read.fields.text] : [];
    },
    seed: ({ externalId }) => {
      const { channel, ts } = put('C0SEEDED', {}, externalId, now());
      return `${channel}:${ts}`;
    },
  };
}
