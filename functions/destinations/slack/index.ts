import { defineDestination } from '../../core/declare/destination.ts';
import { bearerCredentials } from '../credentials.ts';
import { jsonBody, told } from '../json-body.ts';
import { codes, isOwnError, judge } from './errors.ts';

/** The Web API has no versions; what it takes back it announces. https://docs.slack.dev/changelog */
const apiVersion = { value: 'unversioned', documentation: 'https://docs.slack.dev/apis/web-api' };

/** Messages to a workspace, by a bot. https://docs.slack.dev/apis/web-api */
export const slack = defineDestination({
  name: 'slack',
  baseUrl: 'https://slack.com',
  // A secret's baseUrl names the other one. https://docs.slack.dev/govslack
  allowedHosts: ['slack.com', 'slack-gov.com'],
  apiVersion,
  // A bot token, xoxb-…, which has no end unless the app turns rotation on.
  // https://docs.slack.dev/authentication/tokens
  credentials: bearerCredentials,
  headers: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}` }),
  // Of the workspace "several hundred messages per minute", unpublished: three hundred.
  // https://docs.slack.dev/reference/methods/chat.postMessage
  rateLimits: [{ requests: 300, windowMs: 60_000 }],
  // Of each channel. It takes short bursts, and promises nothing of them. https://docs.slack.dev/apis/web-api/rate-limits
  resourceLimits: [{ requests: 1, windowMs: 1_000 }],
  // A message cannot be asked for: one that is cut off is work for a person, so we wait longer than it ever takes.
  requestTimeoutMs: 20_000,
  codes,
  judge,
  readError: (response) => {
    const body = jsonBody(response);
    return body?.ok === false ? told(body.error, undefined) : {};
  },
  isOwnError,
  requestIdHeader: 'x-slack-req-id',
  // Of a scope that is missing `needed` names it. Not verified against the present API: where both stand.
  loggedFields: ['ok', 'error', 'needed', 'provided', 'warning', 'channel', 'ts'],
  loggedHeaders: ['date', 'retry-after', 'x-slack-req-id'],
  // https://docs.slack.dev/reference/methods/auth.test
  probe: { method: 'GET', path: '/api/auth.test' },
});
