/** What a running local AWS shows to whoever started it. */
import { nameOf, region } from './account.ts';
import type { Dimensions } from './embedded-metrics.ts';
import type { EventSourceStats } from './event-source-mapping.ts';
import type { FunctionStats } from './function.ts';
import type { KeptState } from './kept-state.ts';
import type { Publication } from './publication.ts';
import type { QueueContents } from './queues.ts';
import type { MakerContext } from './resources/maker.ts';

export interface LocalAws {
  readonly endpoint: string;
  /** For the constructors of AWS SDK clients. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** The template's outputs. */
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly topicArn: (name: string) => string;
  /** What was published to a topic, oldest first; of many only the last thousand. */
  readonly published: (topicName: string) => readonly Publication[];
  /** Fires a rule of EventBridge now, instead of when its time has come. */
  readonly fireRule: (name: string) => Promise<void>;
  readonly queueUrl: (name: string) => string;
  readonly queues: { readonly inspect: (name: string) => QueueContents };
  /** Messages in these queues, whether visible, delayed or in flight. */
  readonly pendingMessages: (queueNames: readonly string[]) => number;
  /** By function name. */
  readonly functions: ReadonlyMap<string, FunctionStats>;
  /** As `LambdaFunction.replaceCode`. Rejects when there is no such function, too. */
  readonly replaceCode: (functionName: string, codeDir: string) => Promise<void>;
  /** By queue name. */
  readonly eventSources: ReadonlyMap<string, EventSourceStats>;
  /** Sums of the metrics in log lines, by `Namespace/Name{dimension=value,…}`. */
  readonly metrics: ReadonlyMap<string, number>;
  readonly metric: (namespace: string, name: string, dimensions: Dimensions) => number;
  /** Deletes what has outlived its time to live now, instead of within the minute. */
  readonly deleteExpiredItems: () => Promise<void>;
  /** Messages, items and secrets as they are now, with what an earlier run left and nobody has a place for. */
  readonly readState: () => Promise<KeptState>;
  /** Ends everything; no process is left. Hands over what is to be kept, once nothing changes it any more. */
  readonly stop: (keep?: (state: KeptState) => Promise<void>) => Promise<void>;
}

export function localAwsOf(
  context: MakerContext,
  outputs: LocalAws['outputs'],
  ends: Pick<LocalAws, 'readState' | 'stop'>,
): LocalAws {
  const { endpoint, queues, topics, tables, logs } = context;
  const statsOf = <Stats>(each: ReadonlyMap<string, { readonly stats: Stats }>) =>
    new Map([...each].map(([name, { stats }]) => [name, stats]));
  const pending = (name: string) => {
    const { ready, delayed, inFlight } = queues.inspect(name);
    return ready.length + delayed.length + inFlight.length;
  };
  const topicArn = (name: string) => {
    const arn = topics.arns.find((each) => nameOf(each) === name);
    if (arn === undefined)
      throw new Error(`no topic ${name}: there are ${topics.arns.map(nameOf).join(', ')}`);
    return arn;
  };
  return {
    endpoint,
    client: { endpoint, region, credentials: { accessKeyId: 'operator', secretAccessKey: 'local' } },
    outputs,
    topicArn,
    published: (name) => topics.published(topicArn(name)),
    fireRule: (name) => context.rules.fire(name),
    queueUrl: (name) => {
      queues.attributes(name);
      return queues.urlOf(name);
    },
    queues: { inspect: queues.inspect },
    pendingMessages: (queueNames) => queueNames.reduce((sum, name) => sum + pending(name), 0),
    functions: statsOf(context.functions),
    replaceCode: async (name, codeDir) => {
      const found = context.functions.get(name);
      if (found === undefined) throw new Error(`no function ${name}: start again`);
      await found.replaceCode(codeDir);
    },
    eventSources: statsOf(context.eventSources),
    metrics: logs.metrics.sums,
    metric: (namespace, name, dimensions) => logs.metrics.sum(namespace, name, dimensions),
    deleteExpiredItems: () => tables.deleteExpired(),
    ...ends,
  };
}
