/** What outlives a restart of the local AWS: messages, items and secrets, as plain JSON. */
import * as z from 'zod/mini';
import type { MessageAttribute, StoredMessage } from './queue-store.ts';
import type { Queues } from './queues.ts';
import type { Secrets } from './secrets.ts';
import type { Item, Tables } from './table.ts';

const messageSchema = z.object({
  body: z.string(),
  attributes: z.record(z.string(), z.custom<MessageAttribute>()),
  /** Epoch milliseconds: its age goes on. */
  sentMs: z.number(),
  receives: z.number(),
});

export const keptStateSchema = z.object({
  queues: z.record(z.string(), z.array(messageSchema)),
  tables: z.record(z.string(), z.array(z.custom<Item>())),
  /** The current value of each; versions before it are not kept. */
  secrets: z.record(z.string(), z.string()),
});

/** Each by the name of its queue, table or secret. */
export type KeptState = z.infer<typeof keptStateSchema>;

export interface Keeping {
  readonly queues: Queues;
  readonly tables: Tables;
  readonly secrets: Secrets;
}

const nothing: KeptState = { queues: {}, tables: {}, secrets: {} };

/**
 * Queues first, all at one moment, and then the tables: what is delivered in between is in both, and counts as a duplicate.
 * A message that is in somebody's hands, or waits for its time, is in its queue.
 * @param unused what an earlier run left that this one has no place for
 */
export async function readState(
  { queues, tables, secrets }: Keeping,
  unused: KeptState = nothing,
): Promise<KeptState> {
  const messages = queues.names().map((name) => {
    const { ready, delayed, inFlight } = queues.inspect(name);
    return [name, [...ready, ...delayed, ...inFlight].map(keptMessage)] as const;
  });
  return {
    queues: { ...unused.queues, ...Object.fromEntries(messages.filter(([, kept]) => kept.length > 0)) },
    tables: { ...unused.tables, ...(await tables.readAll()) },
    secrets: { ...unused.secrets, ...secrets.current() },
  };
}

const keptMessage = ({ body, messageAttributes, sentTimestamp, approximateReceiveCount }: StoredMessage) => ({
  body,
  attributes: messageAttributes,
  sentMs: sentTimestamp,
  receives: approximateReceiveCount,
});

/**
 * Puts messages and items back; secrets are given their values as they are made. Returns what there is no place for any more,
 * an integration that was removed for one: nothing is thrown away because it is not used today.
 */
export async function restoreState(
  kept: KeptState,
  { queues, tables, secrets }: Keeping,
): Promise<KeptState> {
  const there = secrets.current();
  const left: KeptState = {
    queues: {},
    tables: {},
    secrets: Object.fromEntries(Object.entries(kept.secrets).filter(([name]) => !(name in there))),
  };
  for (const [name, messages] of Object.entries(kept.queues)) {
    if (queues.names().includes(name)) for (const message of messages) await queues.putBack(name, message);
    else left.queues[name] = messages;
  }
  for (const [name, items] of Object.entries(kept.tables)) {
    if (tables.names().includes(name)) await tables.putAll(name, items);
    else left.tables[name] = items;
  }
  return left;
}
