/** One environment: what the integrations share, and each of them. */
import { Annotations, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import { contractWatchSource, supervisorSource } from '../build/function-sources.ts';
import type { Environment } from '../environments.ts';
import { secretName, stackName } from '../names.ts';
import { acknowledge } from './acknowledgements.ts';
import { addFleetAlarms } from './alarms/fleet-alarms.ts';
import { addLedgerAlarms } from './alarms/ledger-alarms.ts';
import { addPlaceAlarms } from './alarms/place-alarms.ts';
import { addTopicAlarms } from './alarms/topic-alarms.ts';
import { subscribeToAlerts } from './alert-subscribers.ts';
import { capacityOf, queueLimits } from './capacity.ts';
import { checkSubscriptions, checkTemplates } from './check-limits.ts';
import { ContractWatchConstruct } from './contract-watch-construct.ts';
import { addDashboard } from './dashboard/dashboard.ts';
import { addEgress } from './egress.ts';
import { IntegrationConstruct } from './integration-construct.ts';
import { createLedgerTable } from './ledger-table.ts';
import { ownPlace, Part, type Place } from './part.ts';
import { type Parts, partsOf } from './parts.ts';
import { refuseOnCallKey } from './refuse-on-call-key.ts';
import { addSavedQueries } from './saved-queries.ts';
import { sayConcurrency } from './say-concurrency.ts';
import { SupervisorConstruct, supervisorTimeoutSeconds } from './supervisor-construct.ts';
import { SupervisorQueue } from './supervisor-queue.ts';
import { tag, tagNames } from './tags.ts';
import { Topics } from './topics.ts';
import { subscribeUnroutedQueue } from './unrouted-queue.ts';

export interface IntegrationsStackProps extends Pick<StackProps, 'env'> {
  readonly environment: Environment;
  readonly integrations: readonly AnyIntegration[];
  readonly parts: Parts;
  /** Folder of each built function, by name. */
  readonly functionDirs: ReadonlyMap<string, string>;
}

export class IntegrationsStack extends Stack {
  private readonly interlock: Environment;
  private readonly dataRemoval: RemovalPolicy;

  constructor(
    scope: Construct,
    { environment, integrations, parts, functionDirs, ...stackProps }: IntegrationsStackProps,
  ) {
    const id = stackName(environment.name);
    super(scope, id, {
      ...stackProps,
      stackName: id,
      description: `Interlock, environment ${environment.name}`,
      // CloudFormation puts them on all that can have tags, parts included.
      tags: { [tagNames.environment]: environment.name },
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
    subscribeToAlerts(this, environment, topics.alerts);
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
    // A type that only a retiring integration took is unknown from now on: better a queue that rings than nobody.
    const subscribed = integrations.filter(({ retiring }) => retiring !== true);
    checkSubscriptions(this, subscribed);
    const unrouted = subscribeUnroutedQueue(this, {
      environment: environment.name,
      eventsTopic: topics.events,
      integrations: subscribed,
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
    const shared = {
      environment,
      alertsTopic: topics.alerts,
      ledger,
      supervisorQueue: requests.queue,
      removalPolicy: this.dataRemoval,
    };
    for (const [place, inIt] of this.places(topics.events, parts, integrations)) {
      const made = inIt.map(
        (integration) =>
          new IntegrationConstruct(place, integration.name, {
            ...shared,
            integration,
            capacity: found(capacities, integration, 'no capacity'),
            functionDir: found(functionDirs, integration.name, 'no built function'),
            secret: found(secrets, integration.operation.destination.name, 'no secret'),
          }),
      );
      addPlaceAlarms(place, made, { environment: environment.name, alertsTopic: topics.alerts });
    }
    addFleetAlarms(this, { environment: environment.name, alertsTopic: topics.alerts });
    new SupervisorConstruct(this, 'Supervisor', {
      environment,
      functionDir: found(functionDirs, supervisorSource.name, 'no built function'),
      requests,
      functionTimeoutSeconds,
      queues: queueLimits,
      destinations: [...secrets.keys()],
      ledger,
      alertsTopic: topics.alerts,
      removalPolicy: this.dataRemoval,
    });
    new ContractWatchConstruct(this, 'ContractWatch', {
      environment,
      functionDir: found(functionDirs, contractWatchSource.name, 'no built function'),
      integrations,
      destinations: [...secrets.keys()],
      ledger,
      alertsTopic: topics.alerts,
      removalPolicy: this.dataRemoval,
    });
    addDashboard(this, { environment, integrations });
    addSavedQueries(this, {
      environment: environment.name,
      integrations: integrations.map(({ name }) => name),
    });
    const { egress } = environment;
    if (egress !== undefined) addEgress(this, { ...egress, removalPolicy: this.dataRemoval });
    checkTemplates(this);
  }

  /** What stands where, in the order of the list. */
  private places(
    eventsTopic: ITopic,
    parts: Parts,
    integrations: readonly AnyIntegration[],
  ): ReadonlyMap<Place, readonly AnyIntegration[]> {
    const partOf = partsOf(
      parts,
      integrations.map(({ name }) => name),
    );
    const byNumber = Map.groupBy(integrations, ({ name }) => partOf.get(name) ?? 0);
    return new Map(
      [...byNumber]
        .sort(([a], [b]) => a - b)
        .map(([number, inIt]) => [
          number === 0 ? ownPlace(this, eventsTopic) : new Part(this, number, eventsTopic),
          inIt,
        ]),
    );
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
    tag(secret, { destination });
    acknowledge(secret, 'AwsSolutions::AwsSolutions-SMG4');
    return secret;
  }
}

function found<K, T>(byName: ReadonlyMap<K, T>, name: K, problem: string): T {
  const value = byName.get(name);
  if (value === undefined) {
    throw new Error(`${problem} for ${name}: there are ${[...byName.keys()].join(', ') || 'none'}`);
  }
  return value;
}
