import { defineOperation } from '../../core/declare/operation.ts';
import { asString, jsonBody } from '../json-body.ts';
import { slack } from './index.ts';

export interface Message {
  /** Its id, `C…`: a name is taken, too, and may be given to another channel. */
  readonly channel: string;
  /** Beside blocks what a notification shows. Beyond 40,000 characters Slack cuts it off, and says nothing. */
  readonly text: string;
  /** https://docs.slack.dev/block-kit */
  readonly blocks?: readonly Readonly<Record<string, unknown>>[];
  /** `ts` of the message that it replies to. */
  readonly thread_ts?: string;
}

/**
 * https://docs.slack.dev/reference/methods/chat.postMessage
 * No idempotency key, and a search that lags behind and needs a person's token: what is not known is for a person.
 */
export const postMessage = defineOperation<Message>({
  name: 'post-message',
  destination: slack,
  resource: ({ channel }) => channel,
  request: (value) => ({
    method: 'POST',
    path: '/api/chat.postMessage',
    // Without the charset it warns. https://docs.slack.dev/apis/web-api
    body: { encoding: 'json', contentType: 'application/json; charset=utf-8', value },
  }),
  repeat: { by: 'never' },
  // A message is told apart by both: `ts` is unique in its channel only.
  receipt: (response) => {
    const { ok, ...body } = jsonBody(response) ?? {};
    const [channel, ts] = [asString(body.channel), asString(body.ts)];
    return ok === true && channel !== undefined && ts !== undefined ? `${channel}:${ts}` : undefined;
  },
});
