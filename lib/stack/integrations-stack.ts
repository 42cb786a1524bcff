/** One environment: what the integrations share, and each of them. */
import { Annotations, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import { contractWatchSource, supervisorSource } from '../build/function-sources.ts';
import type { Environment } from '../environments.ts';
import { secretName, stackName } from '../names.ts';
import { acknowledge } from './acknowledgements.ts';
import { addLedgerAlarms } from './alarms/ledger-alarms.ts';
import { addTopicAlarms } from './alarms/topic-alarms.ts';
import { capacityOf, queueLimits } from './capacity.ts';
import { ContractWatchConstruct } from './contract-watch-construct.ts';
import { addEgress } from './egress.ts';
import { IntegrationConstruct } from './integration-construct.ts';
import { createLedgerTable } from './ledger-table.ts';
import { refuseOnCallKey } from './refuse-on-call-key.ts';
import { sayConcurrency } from './say-concurrency.ts';
import { SupervisorConstruct, supervisorTimeoutSeconds } from './supervisor-construct.ts';
import { SupervisorQueue } from './supervisor-queue.ts';
import { Topics } from './topics.ts';
import { subscribeUnroutedQueue } from './unrouted-queue.ts';

export interface IntegrationsStackProps extends Pick<StackProps, 'env'> {
  readonly environment: Environment;
  readonly integrations: readonly AnyIntegration[];
  /** Folder of each built function, by name. */
  readonly functionDirs: ReadonlyMap<string, string>;
}

export class IntegrationsStack extends Stack {
  private readonly interlock: Environment;
  private readonly dataRemoval: RemovalPolicy;

  constructor(
    scope: Construct,
    { environment, integrations, functionDirs, ...stackProps }: IntegrationsStackProps,
  ) {
    const id = stackName(environment.name);
    super(scope, id, {
      ...stackProps,
      stackName: id,
      description: `Interlock, environment ${environment.name}`,
      terminationProtection: environment.protectData && environment.established,
    });
    const { onCallKey } = environment.settings;
    if (onCallKey !== undefined) refuseOnCallKey(environment.name, onCallKey);
    this.interlock = environment;
    if (environment.protectData && !environment.established) {
      Annotations.of(this).addWarningV2(
        'interlock:established',
        `${id} can be deleted: once its first deployment has succeeded, set established: true in lib/environments.ts`,
      );
    }
    // A failed first deployment cleans up after itself: names are fixed, and would be taken.
    this.dataRemoval = environment.protectData
      ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
      : RemovalPolicy.DESTROY;

    const topics = new Topics(this, 'Topics', {
      environment: environment.name,
      removalPolicy: this.dataRemoval,
      publishers: environment.publishers,
    });
    const capacities = new Map(
      integrations.map((integration) => [integration, capacityOf(integration, environment, integrations)]),
    );
    const sandboxesMax = [...capacities.values()].reduce((sum, one) => sum + one.maximumConcurrency, 0);
    sayConcurrency(this, sandboxesMax);
    const ledger = createLedgerTable(this, {
      environment,
      sandboxesMax,
      removalPolicy: this.dataRemoval,
    });
    addLedgerAlarms(this, { environment: environment.name, alertsTopic: topics.alerts, ledger });
    const secrets = this.createSecrets(integrations);
    const unrouted = subscribeUnroutedQueue(this, {
      environment: environment.name,
      eventsTopic: topics.events,
      // A type that only a retiring integration took is unknown from now on: better a queue that rings than nobody.
      integrations: integrations.filter(({ retiring }) => retiring !== true),
      removalPolicy: this.dataRemoval,
    });
    addTopicAlarms(this, {
      environment: environment.name,
      alertsTopic: topics.alerts,
      eventsTopic: topics.events,
      unroutedQueue: unrouted.queue,
      unroutedUndeliveredQueue: unrouted.undeliveredQueue,
    });
    const functionTimeoutSeconds = supervisorTimeoutSeconds(integrations);
    const requests = new SupervisorQueue(this, 'SupervisorQueue', {
      environment: environment.name,
      functionTimeoutSeconds,
      removalPolicy: this.dataRemoval,
    });
    const eventSources = new Map<AnyIntegration, EventSourceMapping>();
    for (const [integration, capacity] of capacities) {
      const { eventSource } = new IntegrationConstruct(this, integration.name, {
        integration,
        environment,
        capacity,
        functionDir: found(functionDirs, integration.name, 'no built function'),
        eventsTopic: topics.events,
        alertsTopic: topics.alerts,
        ledger,
        secret: found(secrets, integration.operation.destination.name, 'no secret'),
        supervisorQueue: requests.queue,
        removalPolicy: this.dataRemoval,
      });
      eventSources.set(integration, eventSource);
    }
    new SupervisorConstruct(this, 'Supervisor', {
      environment,
      functionDir: found(functionDirs, supervisorSource.name, 'no built function'),
      requests,
      functionTimeoutSeconds,
      queues: queueLimits,
      eventSources,
      ledger,
      secrets,
      alertsTopic: topics.alerts,
      removalPolicy: this.dataRemoval,
    });
    new ContractWatchConstruct(this, 'ContractWatch', {
      environment,
      functionDir: found(functionDirs, contractWatchSource.name, 'no built function'),
      integrations,
      ledger,
      secrets,
      alertsTopic: topics.alerts,
      removalPolicy: this.dataRemoval,
    });
    const { egress } = environment;
    if (egress !== undefined) addEgress(this, { ...egress, removalPolicy: this.dataRemoval });
  }

  /**
   * One secret per destination. It starts as `{"unset":"…"}`: without an `apiKey` it is no credentials of any
   * destination, so that nothing is sent before `interlock secret` has set it. CloudFormation never touches it again.
   */
  private createSecrets(integrations: readonly AnyIntegration[]): Map<string, Secret> {
    const destinations = new Set(integrations.map(({ operation }) => operation.destination.name));
    return new Map([...destinations].map((destination) => [destination, this.createSecret(destination)]));
  }

  private createSecret(destination: string): Secret {
    const { name } = this.interlock;
    const secret = new Secret(this, `Secret-${destination}`, {
      secretName: secretName(name, destination),
      description: `Credentials of ${destination}. Set them: npm run interlock -- secret set ${destination} --env ${name}`,
      generateSecretString: { secretStringTemplate: '{}', generateStringKey: 'unset' },
      removalPolicy: this.dataRemoval,
    });
    acknowledge(secret, 'AwsSolutions::AwsSolutions-SMG4');
    return secret;
  }
}

function found<T>(byName: ReadonlyMap<string, T>, name: string, problem: string): T {
  const value = byName.get(name);
  if (value === undefined) {
    throw new Error(`${problem} for ${name}: there are ${[...byName.keys()].join(', ') || 'none'}`);
  }
  return value;
}
