/** CloudWatch Logs: what the functions wrote, by log group, in memory. */
import * as z from 'zod/mini';
import { arnOf } from './account.ts';
import { AwsError } from './aws-error.ts';
import { EmbeddedMetrics } from './embedded-metrics.ts';
import { parseFilterPattern } from './filter-pattern.ts';

export interface LogLine {
  readonly functionName: string;
  readonly logGroup: string;
  readonly stream: string;
  /** `-` for what is written outside of an invocation. */
  readonly requestId: string;
  readonly line: string;
}

interface LogEvent {
  /** Counts up; events are in its order. */
  readonly id: number;
  readonly timestamp: number;
  readonly stream: string;
  readonly message: string;
}

/**
 * Of all groups together, so that many integrations take no more than few: a delivery writes some 3 KB, which makes this
 * ten minutes at thirty deliveries a second, and days of work by hand.
 */
const charactersMax = 64 * 1024 * 1024;

const inputSchema = z.object({
  logGroupName: z.optional(z.string()),
  /** A name, or an ARN. */
  logGroupIdentifier: z.optional(z.string()),
  logGroupNamePrefix: z._default(z.string(), ''),
  logStreamName: z.optional(z.string()),
  logStreamNames: z.optional(z.array(z.string())),
  logStreamNamePrefix: z._default(z.string(), ''),
  /** Milliseconds, both included. */
  startTime: z._default(z.number(), 0),
  endTime: z._default(z.number(), Number.POSITIVE_INFINITY),
  filterPattern: z._default(z.string(), ''),
  startFromHead: z._default(z.boolean(), false),
  limit: z._default(z.number(), 10_000),
  nextToken: z.optional(z.string()),
});
type Input = z.infer<typeof inputSchema>;

export class Logs {
  readonly metrics = new EmbeddedMetrics();
  readonly #groups = new Map<string, LogEvent[]>();
  readonly #now: () => number;
  #lastId = 0;
  #characters = 0;

  constructor({ now }: { readonly now: () => number }) {
    this.#now = now;
  }

  createGroup(name: string): void {
    this.#groups.set(name, []);
  }

  add({ logGroup, stream, line }: LogLine): void {
    const events = this.#groups.get(logGroup) ?? [];
    this.#groups.set(logGroup, events);
    this.#lastId += 1;
    events.push({ id: this.#lastId, timestamp: this.#now(), stream, message: line });
    this.#characters += line.length;
    if (this.#characters > charactersMax) this.#dropOlderHalf();
    this.metrics.read(line);
  }

  describeLogGroups(input: unknown): object {
    const { logGroupNamePrefix } = inputSchema.parse(input);
    const names = [...this.#groups.keys()].filter((name) => name.startsWith(logGroupNamePrefix));
    const described = names.map((logGroupName) => ({
      logGroupName,
      arn: arnOf('logs', `log-group:${logGroupName}:*`),
    }));
    return { logGroups: described };
  }

  /** Throws `AwsError` when there is no such group, as the calls that follow. */
  describeLogStreams(input: unknown): object {
    const read = inputSchema.parse(input);
    const streams = new Map<string, { first: number; last: number }>();
    for (const { stream, timestamp } of this.#eventsOf(read)) {
      streams.set(stream, { first: streams.get(stream)?.first ?? timestamp, last: timestamp });
    }
    const logStreams = [...streams]
      .filter(([name]) => name.startsWith(read.logStreamNamePrefix))
      .map(([logStreamName, { first, last }]) => ({
        logStreamName,
        firstEventTimestamp: first,
        lastEventTimestamp: last,
      }));
    return { logStreams };
  }
  /** Pages forwards; the backward token starts again from the head. */
  getLogEvents(call: unknown): object {
    const input = inputSchema.parse(call);
    const after = Number(input.nextToken?.replace(/^[fb]\//, '') ?? 0);
    const events = this.#eventsOf(input).filter(
      ({ stream, id }) => stream === input.logStreamName && id > after,
    );
    const page = input.startFromHead || after > 0 ? events.slice(0, input.limit) : events.slice(-input.limit);
    return {
      events: page.map(({ timestamp, message }) => ({ timestamp, message, ingestionTime: timestamp })),
      nextForwardToken: `f/${page.at(-1)?.id ?? after}`,
      nextBackwardToken: 'b/0',
    };
  }

  /** Throws `AwsError` for a pattern that it cannot read, too. */
  filterLogEvents(call: unknown): object {
    const input = inputSchema.parse(call);
    const letsThrough = parseFilterPattern(input.filterPattern);
    const after = Number(input.nextToken ?? 0);
    const found = this.#eventsOf(input).filter(
      ({ id, stream, message }) =>
        id > after && (input.logStreamNames?.includes(stream) ?? true) && letsThrough(message),
    );
    const page = found.slice(0, input.limit);
    return {
      events: page.map(({ id, timestamp, stream, message }) => ({
        eventId: `${id}`,
        timestamp,
        ingestionTime: timestamp,
        logStreamName: stream,
        message,
      })),
      ...(found.length > page.length ? { nextToken: `${page.at(-1)?.id}` } : {}),
    };
  }

  /** Half at once: dropping one by one would move all the others each time. */
  #dropOlderHalf(): void {
    const newestFirst = [...this.#groups.values()].flat().sort((one, other) => other.id - one.id);
    this.#characters = 0;
    const firstDropped = newestFirst.find(({ message }) => {
      if (this.#characters + message.length > charactersMax / 2) return true;
      this.#characters += message.length;
      return false;
    });
    for (const [name, events] of this.#groups)
      this.#groups.set(
        name,
        events.filter(({ id }) => id > (firstDropped?.id ?? 0)),
      );
  }

  #eventsOf({ logGroupName, logGroupIdentifier = '', startTime, endTime }: Input): LogEvent[] {
    const name = logGroupName ?? logGroupIdentifier.replace(/^arn:.*:log-group:/, '').replace(/:\*$/, '');
    const events = this.#groups.get(name);
    if (events === undefined) {
      throw new AwsError('ResourceNotFoundException', `The specified log group does not exist: ${name}`);
    }
    return events.filter(({ timestamp }) => timestamp >= startTime && timestamp <= endTime);
  }
}
