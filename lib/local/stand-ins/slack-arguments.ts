/** The arguments of a call of Slack's Web API, and what it has against those of a message. */
import type { Arrived } from './contract.ts';

type Arguments = Readonly<Record<string, unknown>>;

/** From JSON or a form. What it says of a body that is neither is not verified against the present API. */
export function readArguments({
  headers,
  body,
}: Arrived): { readonly fields: Arguments } | { readonly problem: string } {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type === undefined) return body === '' ? { fields: {} } : { problem: 'missing_post_type' };
  if (type === 'application/x-www-form-urlencoded')
    return { fields: Object.fromEntries(new URLSearchParams(body)) };
  if (type !== 'application/json') return { problem: 'invalid_post_type' };
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { fields: { ...value } }
      : { problem: 'json_not_object' };
  } catch {
    return { problem: 'invalid_json' };
  }
}

/** Beyond it Slack says no, instead of cutting off: https://docs.slack.dev/changelog/2018-04-truncating-really-long-messages */
const blocksMax = 50;

/** Its own code; `undefined`: nothing. Any channel is there whose id looks like one, but for those with ARCHIVED in it. */
export function messageProblem({ channel, text, blocks }: Arguments): string | undefined {
  if (typeof channel !== 'string' || !/^[CDG][A-Z0-9]{7,}$/.test(channel)) return 'channel_not_found';
  if (channel.includes('ARCHIVED')) return 'is_archived';
  if (blocks !== undefined && !areBlocks(blocks)) return 'invalid_blocks';
  return blocks === undefined && (typeof text !== 'string' || text === '') ? 'no_text' : undefined;
}

const areBlocks = (blocks: unknown) =>
  Array.isArray(blocks) &&
  blocks.length <= blocksMax &&
  blocks.every((block) => typeof block?.type === 'string');
