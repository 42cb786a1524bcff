/**
 * What stands between a queue and its function: pollers that fetch, gather, invoke, and delete what succeeded. What
 * failed is left to the visibility timeout. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
import type { LambdaFunction } from './lambda.ts';
import type { Outside } from './outside.ts';
import { succeededIds } from './partial-batch.ts';

export interface ReceivedRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
}

/** A queue as the pollers use it. */
export interface PolledQueue {
  /** As records of the function's event: each a value of its own, which the function may write into. */
  readonly receive: (max: number) => readonly ReceivedRecord[];
  readonly delete: (messages: readonly ReceivedRecord[]) => void;
  /** Epoch milliseconds; `undefined`: not before something is sent. */
  readonly nextVisibleMs: () => number | undefined;
}

export interface EventSourceOptions {
  readonly name: string;
  readonly outside: Outside;
  readonly queue: PolledQueue;
  readonly target: LambdaFunction;
  readonly batchSize: number;
  /** How long a batch may wait to fill up, from its first message. */
  readonly windowMs: number;
  /** Batches that are with the function at once. */
  readonly maximumConcurrency: number;
  readonly visibilityTimeoutMs: number;
  readonly isEnabled: () => boolean;
}

export interface EventSource {
  /** There may be something to fetch: something was sent, or came back, or the mapping was enabled. */
  readonly wake: () => void;
  /** Messages that its pollers hold, gathered or with the function. */
  readonly held: () => number;
  readonly stats: Readonly<EventSourceStats>;
}

export interface EventSourceStats {
  batches: number;
  messages: number;
  deleted: number;
  throttled: number;
  concurrencyMax: number;
}

/** A call brings ten at most. */
const receiveMax = 10;
/** How often a disabled mapping is looked at again: it takes AWS about as long to notice. */
const disabledRecheckMs = 20_000;
/** After a receive that brought nothing though there is something: as long as a poll might take to find out. */
const emptyPauseMs = 1_000;
/** After function errors a poller slows down; AWS says "gradually", and no numbers. */
const errorPauseMs = { first: 1_000, cap: 60_000 };
/** A throttled batch is tried again until its messages would come back. */
const throttlePauseMs = { first: 1_000, cap: 30_000 };

interface Poller {
  state: 'idle' | 'gathering' | 'busy' | 'pausing';
  batch: ReceivedRecord[];
  firstReceivedMs: number;
  errorsInRow: number;
}

export function createEventSource(options: EventSourceOptions): EventSource {
  const { name, outside, queue, target, batchSize, windowMs, isEnabled } = options;
  const { kernel, random, trace } = outside;
  const stats: EventSourceStats = { batches: 0, messages: 0, deleted: 0, throttled: 0, concurrencyMax: 0 };
  const pollers = Array.from(
    { length: options.maximumConcurrency },
    (): Poller => ({ state: 'idle', batch: [], firstReceivedMs: 0, errorsInRow: 0 }),
  );
  let wakeAtMs = Number.POSITIVE_INFINITY;

  const wakeIn = (ms: number) => {
    const atMs = kernel.now() + Math.max(0, ms);
    if (atMs >= wakeAtMs) return;
    wakeAtMs = atMs;
    kernel.schedule(ms, () => {
      // Another one was asked for since, and came before.
      if (wakeAtMs !== atMs) return;
      wakeAtMs = Number.POSITIVE_INFINITY;
      poll();
    });
  };
  const wake = () => wakeIn(outside.latencyMs());

  /** One receive by any poller that has room; the next one follows at once if there is more. */
  const poll = () => {
    if (!isEnabled()) {
      for (const poller of pollers) if (poller.state === 'gathering') invoke(poller);
      return wakeIn(disabledRecheckMs);
    }
    const nextMs = queue.nextVisibleMs();
    if (nextMs === undefined) return;
    if (nextMs > kernel.now()) return wakeIn(nextMs - kernel.now());
    const ready = pollers.filter(({ state }) => state === 'idle' || state === 'gathering');
    // Each one that becomes free polls by itself.
    if (ready.length === 0) return;
    if (gather(random.pick(ready))) wake();
    else wakeIn(emptyPauseMs);
  };

  const gather = (poller: Poller): boolean => {
    const came = queue.receive(Math.min(receiveMax, batchSize - poller.batch.length));
    if (came.length === 0) return false;
    if (poller.batch.length === 0) poller.firstReceivedMs = kernel.now();
    poller.batch.push(...came);
    const startedMs = poller.firstReceivedMs;
    if (poller.batch.length >= batchSize || windowMs === 0) {
      invoke(poller);
      return true;
    }
    if (poller.state === 'gathering') return true;
    poller.state = 'gathering';
    kernel.schedule(windowMs, () => {
      if (poller.state === 'gathering' && poller.firstReceivedMs === startedMs) invoke(poller);
    });
    return true;
  };

  const invoke = (poller: Poller) => {
    poller.state = 'busy';
    const busy = pollers.filter(({ state }) => state === 'busy').length;
    stats.concurrencyMax = Math.max(stats.concurrencyMax, busy);
    stats.batches += 1;
    stats.messages += poller.batch.length;
    trace.add(name, `hands over ${poller.batch.map(({ messageId }) => messageId.slice(0, 8)).join(' ')}`);
    attempt(poller, throttlePauseMs.first);
  };

  const attempt = (poller: Poller, pauseMs: number) => {
    // By now: the records are the function's, and may no longer say what they were.
    const sent = poller.batch.map(({ messageId, receiptHandle }) => ({ messageId, receiptHandle }));
    void target.invoke({ Records: poller.batch }).then((result) => {
      const isThrottled = !result.ok && result.error === 'throttled';
      if (isThrottled) {
        stats.throttled += 1;
        const againMs = kernel.now() + pauseMs;
        if (againMs < poller.firstReceivedMs + options.visibilityTimeoutMs) {
          const nextPauseMs = Math.min(throttlePauseMs.cap, 2 * pauseMs);
          return kernel.schedule(pauseMs, () => attempt(poller, nextPauseMs));
        }
      }
      poller.errorsInRow = result.ok ? 0 : poller.errorsInRow + 1;
      const doneIds = succeededIds(
        result,
        sent.map(({ messageId }) => messageId),
      );
      const done = sent.filter(({ messageId }) => doneIds.includes(messageId));
      remove(done, () => rest(poller));
    });
  };

  /** Deletes ten a call. Lambda does not say when it fails; the messages then come back. */
  const remove = (done: readonly ReceivedRecord[], then: () => void) => {
    if (done.length === 0) return then();
    const { fault } = outside.ask({
      kind: 'event-source',
      label: 'event-source.DeleteMessageBatch',
      sandbox: name,
    });
    kernel.schedule(outside.latencyMs(), () => {
      const ten = done.slice(0, receiveMax);
      if (fault !== 'fail') {
        queue.delete(ten);
        stats.deleted += ten.length;
      }
      remove(done.slice(receiveMax), then);
    });
  };

  const rest = (poller: Poller) => {
    poller.batch = [];
    const pauseMs =
      poller.errorsInRow === 0
        ? 0
        : Math.min(errorPauseMs.cap, errorPauseMs.first * 2 ** (poller.errorsInRow - 1));
    poller.state = 'pausing';
    kernel.schedule(pauseMs, () => {
      poller.state = 'idle';
      wake();
    });
    wake();
  };

  return { wake, held: () => pollers.reduce((sum, { batch }) => sum + batch.length, 0), stats };
}
