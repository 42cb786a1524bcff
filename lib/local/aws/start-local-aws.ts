/** Brings up one synthesized CloudFormation stack on loopback, so that the wiring that runs is the wiring that deploys. */
import { loadStack } from './assembly.ts';
import type { EventSourceMapping } from './event-source-mapping.ts';
import type { LambdaFunction } from './function.ts';
import { startGateway } from './gateway.ts';
import { Iam } from './iam.ts';
import { type KeptState, readState, restoreState } from './kept-state.ts';
import { type LocalAws, localAwsOf } from './local-aws.ts';
import { type LogLine, Logs } from './logs.ts';
import { makeResources } from './make-resources.ts';
import { MoveTasks } from './move-tasks.ts';
import type { Policy } from './policy.ts';
import { startQueues } from './queues.ts';
import type { MakerContext } from './resources/maker.ts';
import { Rules } from './rules.ts';
import { Secrets } from './secrets.ts';
import { type Forgetting, Tables } from './table.ts';
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
  /** From an earlier run; a secret of it goes before one of `secrets`. @default - it begins empty */
  readonly kept?: KeptState | undefined;
  /** Of the tables. @default - nothing is forgotten but what has outlived its time to live */
  readonly forgetting?: Forgetting | undefined;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Rejects, with nothing left running, when the port is taken or the template holds what is not known here. */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  const { onError = () => {}, now = Date.now } = options;
  const { template, assetDir, nestedTemplate } = loadStack(options.assemblyDir, options.stackName);
  let [context, endpoint]: [MakerContext | undefined, string] = [undefined, ''];
  const queues = await startQueues(() => endpoint);
  const gateway = await startGateway(options.port, () => {
    if (context === undefined) throw new Error('the local AWS is still starting');
    return context;
  });
  endpoint = gateway.endpoint;
  const queuePolicies = new Map<string, Policy[]>();
  const policiesOf = (name: string) => queuePolicies.get(name) ?? [];
  const logs = new Logs({ now });
  context = {
    stackName: options.stackName,
    endpoint,
    assetDir,
    nestedTemplate,
    secretValues: { ...options.secrets, ...options.kept?.secrets },
    environmentVariables: options.environmentVariables ?? {},
    queues,
    topics: new Topics({ queues, queuePolicies: policiesOf, onError, now }),
    rules: new Rules({ queues, queuePolicies: policiesOf, onError }),
    tables: new Tables({ now, onError, forgetting: options.forgetting }),
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
  const own = context;
  let unused: KeptState | undefined;
  const read = () => readState(own, unused);
  const stop = stopper(context, gateway.stop, read);
  try {
    const outputs = await makeResources(template, context);
    if (options.kept !== undefined) unused = await restoreState(options.kept, context);
    for (const eventSource of context.enabledAtStart) eventSource.enable();
    context.rules.start();
    return localAwsOf(context, outputs, { stop, readState: read });
  } catch (error) {
    await stop();
    throw error;
  }
}

function stopper(
  { rules, eventSources, functions, queues, tables }: MakerContext,
  stopGateway: () => Promise<void>,
  read: () => Promise<KeptState>,
): LocalAws['stop'] {
  return async (keep) => {
    rules.stop();
    for (const eventSource of eventSources.values()) eventSource.disable();
    queues.endPolls();
    // First the processes: what was under way fails at once instead of running into its timeout.
    await Promise.all([...functions.values()].map((each) => each.stop()));
    await Promise.all([...eventSources.values()].map((eventSource) => eventSource.stop()));
    try {
      await keep?.(await read());
    } finally {
      await Promise.all([stopGateway(), queues.stop(), tables.stop()]);
    }
  };
}
