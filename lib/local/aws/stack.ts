/** Brings up one synthesized CloudFormation stack on loopback, so that the wiring that runs is the wiring that deploys. */
import { accountId, arnOf, nameOf, region } from './account.ts';
import { loadStack } from './assembly.ts';
import type { Dimensions } from './embedded-metrics.ts';
import type { EventSourceMapping, EventSourceStats } from './event-source-mapping.ts';
import type { FunctionStats, LambdaFunction } from './function.ts';
import { startGateway } from './gateway.ts';
import { Iam } from './iam.ts';
import { type LogLine, Logs } from './logs.ts';
import { MoveTasks } from './move-tasks.ts';
import type { Policy } from './policy.ts';
import type { Publication } from './publication.ts';
import { type QueueContents, startQueues } from './queues.ts';
import type { MakerContext } from './resources/maker.ts';
import { makers } from './resources/makers.ts';
import { Rules } from './rules.ts';
import { Secrets } from './secrets.ts';
import { Tables } from './table.ts';
import { creationOrder, type Made, Resolver, type Template } from './template.ts';
import { Topics } from './topics.ts';

export interface LocalAwsOptions {
  /** Folder of the cloud assembly. */
  readonly assemblyDir: string;
  readonly stackName: string;
  /** 0: whatever is free. */
  readonly port: number;
  /** Values that secrets start with, by name; the others get what the template generates. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Given to every function; the template's own come first. */
  readonly environmentVariables?: Readonly<Record<string, string>>;
  /** Each line that a function wrote, as it comes. */
  readonly onLog?: (line: LogLine) => void;
  /** What went wrong with nobody to tell: a message lost by SNS, a poll that failed. */
  readonly onError?: (error: unknown) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

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
  /** By queue name. */
  readonly eventSources: ReadonlyMap<string, EventSourceStats>;
  /** Sums of the metrics in log lines, by `Namespace/Name{dimension=value,…}`. */
  readonly metrics: ReadonlyMap<string, number>;
  readonly metric: (namespace: string, name: string, dimensions: Dimensions) => number;
  /** Deletes what has outlived its time to live now, instead of within the minute. */
  readonly deleteExpiredItems: () => Promise<void>;
  /** Ends everything; no process is left. */
  readonly stop: () => Promise<void>;
}

/** Rejects, with nothing left running, when the port is taken or the template holds what is not known here. */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  const { onError = () => {}, now = Date.now } = options;
  const { template, assetDir } = loadStack(options.assemblyDir, options.stackName);
  let [world, endpoint]: [MakerContext | undefined, string] = [undefined, ''];
  const queues = await startQueues(() => endpoint);
  const gateway = await startGateway(options.port, () => {
    if (world === undefined) throw new Error('the local AWS is still starting');
    return world;
  });
  endpoint = gateway.endpoint;
  const queuePolicies = new Map<string, Policy[]>();
  const policiesOf = (name: string) => queuePolicies.get(name) ?? [];
  const logs = new Logs({ now });
  world = {
    stackName: options.stackName,
    endpoint,
    assetDir,
    secretValues: options.secrets,
    environmentVariables: options.environmentVariables ?? {},
    queues,
    topics: new Topics({ queues, queuePolicies: policiesOf, onError, now }),
    rules: new Rules({ queues, queuePolicies: policiesOf, onError }),
    tables: new Tables({ now, onError }),
    secrets: new Secrets({ now }),
    logs,
    iam: new Iam(),
    moveTasks: new MoveTasks({ queues, now }),
    functions: new Map<string, LambdaFunction>(),
    eventSources: new Map<string, EventSourceMapping>(),
    enabledAtStart: new Set<EventSourceMapping>(),
    queuePolicies,
    onLog: (line) => {
      logs.add(line);
      options.onLog?.(line);
    },
    onError,
    now,
  };
  const stop = stopper(world, gateway.stop);
  try {
    const outputs = await makeAll(world, template);
    for (const eventSource of world.enabledAtStart) eventSource.enable();
    world.rules.start();
    return facade(world, outputs, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Returns the template's outputs. */
async function makeAll(world: MakerContext, template: Template): Promise<Record<string, unknown>> {
  const made = new Map<string, Made>();
  const resolver = new Resolver(template, pseudoParameters(world.stackName), made);
  const isWanted = (condition: string | undefined) => condition === undefined || resolver.holds(condition);
  for (const id of creationOrder(template)) {
    const resource = template.Resources[id];
    if (resource === undefined || !isWanted(resource.Condition)) continue;
    const make = makers[resource.Type];
    if (make === undefined)
      throw new Error(`${id}: the local AWS does not know the resource type ${resource.Type}`);
    try {
      made.set(id, await make(world, id, resolver.resolve(resource.Properties)));
    } catch (cause) {
      const problem = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`${id} (${resource.Type}) cannot be made: ${problem}`, { cause });
    }
  }
  const outputs = Object.entries(template.Outputs).filter(([, { Condition }]) => isWanted(Condition));
  return Object.fromEntries(outputs.map(([name, { Value }]) => [name, resolver.resolve(Value)]));
}

const pseudoParameters = (stackName: string) => ({
  'AWS::Region': region,
  'AWS::AccountId': accountId,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': stackName,
  'AWS::StackId': arnOf('cloudformation', `stack/${stackName}/local`),
});

function stopper(
  { rules, eventSources, functions, queues, tables }: MakerContext,
  stopGateway: () => Promise<void>,
) {
  return async () => {
    rules.stop();
    for (const eventSource of eventSources.values()) eventSource.disable();
    queues.endPolls();
    // First the processes: what was under way fails at once instead of running into its timeout.
    await Promise.all([...functions.values()].map((each) => each.stop()));
    await Promise.all([...eventSources.values()].map((eventSource) => eventSource.stop()));
    await Promise.all([stopGateway(), queues.stop(), tables.stop()]);
  };
}

function facade(world: MakerContext, outputs: Record<string, unknown>, stop: () => Promise<void>): LocalAws {
  const { endpoint, queues, topics, tables, logs } = world;
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
    fireRule: (name) => world.rules.fire(name),
    queueUrl: (name) => {
      queues.attributes(name);
      return queues.urlOf(name);
    },
    queues: { inspect: queues.inspect },
    pendingMessages: (queueNames) => queueNames.reduce((sum, name) => sum + pending(name), 0),
    functions: statsOf(world.functions),
    eventSources: statsOf(world.eventSources),
    metrics: logs.metrics.sums,
    metric: (namespace, name, dimensions) => logs.metrics.sum(namespace, name, dimensions),
    deleteExpiredItems: () => tables.deleteExpired(),
    stop,
  };
}
