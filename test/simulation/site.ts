/** Where functions run: what every sandbox of a world reaches the world by, and how a function is put behind a queue. */
import type { Effects as Surroundings } from '../../functions/core/runtime.ts';
import { sends } from './calls.ts';
import { createEventSource, type EventSource } from './event-source.ts';
import { createFunction, type Handler, type LambdaFunction } from './lambda.ts';
import { type Outside, sleepOf } from './outside.ts';
import { polledQueue } from './polled-queue.ts';
import type { Random } from './random.ts';
import type { Sandbox } from './sandbox.ts';
import type { Complete } from './scenario.ts';
import type { Services } from './services.ts';
import type { ThirdParty } from './third-party.ts';

/** A line of log. */
export interface Line {
  readonly atMs: number;
  readonly sandbox: string;
  readonly text: string;
}

/** What all functions of a world share. */
export interface Site {
  readonly scenario: Complete;
  readonly outside: Outside;
  readonly random: Random;
  readonly services: Services;
  /** By host name. */
  readonly hosts: ReadonlyMap<string, ThirdParty>;
  readonly lines: Line[];
}

/** A function with its queue and what lies between them. */
export interface Worker {
  readonly queueName: string;
  readonly lambda: LambdaFunction;
  readonly eventSource: EventSource;
  /** UUID of the event source mapping. */
  readonly mappingId: string;
}

export interface WorkerOptions {
  /** Of the queue, which is there already, and of the function. */
  readonly name: string;
  readonly timeoutMs: number;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly maximumConcurrency: number;
  readonly visibilityTimeoutMs: number;
  readonly start: (sandbox: Sandbox) => Handler;
}

/** How long after its deletion a message may come back. */
const ghostMsMax = 10 * 60_000;

export function createWorker(site: Site, options: WorkerOptions): Worker {
  const { name, maximumConcurrency, batchSize } = options;
  const { services, outside, scenario } = site;
  const { kernel, trace } = outside;
  const random = site.random.fork(name);
  const lambda = createFunction(
    { name, timeoutMs: options.timeoutMs, concurrencyMax: scenario.sandboxesMax, start: options.start },
    { kernel, trace, random, weather: scenario.weather },
  );
  const mappingId = services.mappings.create({
    queueName: name,
    functionName: name,
    batchSize,
    maximumConcurrency,
  });
  const haunt = (messageId: string) => {
    if (!random.chance(scenario.weather.ghostChance)) return;
    kernel.schedule(random.int(0, ghostMsMax), () => {
      if (services.queues.resurrect(messageId)) eventSource.wake();
    });
  };
  const eventSource = createEventSource({
    ...options,
    outside,
    queue: polledQueue(services.queues, name, haunt),
    target: lambda,
    isEnabled: () => services.mappings.polls(mappingId),
  });
  services.onChange(name, eventSource.wake);
  return { queueName: name, lambda, eventSource, mappingId };
}

/** Everything outside of a sandbox, as the code in it sees it. */
export function surroundings(site: Site, sandbox: Sandbox): Surroundings {
  const { outside, hosts, lines } = site;
  const random = site.random.fork(sandbox.id);
  return {
    send: (request, timeoutMs) => {
      const host = request.url.hostname;
      const thirdParty = hosts.get(host) ?? hosts.get(`*${host.slice(host.indexOf('.'))}`);
      if (thirdParty !== undefined) return thirdParty.sendFrom(sandbox)(request, timeoutMs);
      outside.kernel.abort(new Error(`${sandbox.id} calls ${host}, where nobody is`));
      return new Promise(() => {});
    },
    write: (text) => {
      // What is gone says nothing any more.
      if (sandbox.isAlive()) lines.push({ atMs: outside.kernel.now(), sandbox: sandbox.id, text });
    },
    now: sandbox.now,
    monotonicMs: sandbox.monotonicMs,
    random: random.next,
    randomId: random.id,
    sleep: sleepOf(outside, sandbox),
  };
}

/** The SDK's clients in a sandbox. */
export function clientsOf({ outside, services }: Site, sandbox: Sandbox) {
  return {
    dynamodb: sends(outside, executing(services.table), sandbox, 'dynamodb'),
    secrets: sends(outside, executing(services.secrets), sandbox, 'secretsmanager'),
    lambda: sends(outside, executing(services.mappings), sandbox, 'lambda'),
    sqs: sends(outside, services.sqs, sandbox, 'sqs'),
    sns: sends(outside, services.sns, sandbox, 'sns'),
  };
}

const executing = (model: { execute: (operation: string, input: object) => object }) => ({
  execute: (operation: string, input: unknown) => model.execute(operation, input as object),
});
