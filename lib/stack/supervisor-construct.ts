/** The function that parks destinations and lets them go on, with its role, log and alarms. */
import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import { permitWaitMsMax } from '../../functions/core/pace/paced-send.ts';
import type { SupervisorResources } from '../../functions/supervisor/config.ts';
import { sweepMsMax } from '../../functions/supervisor/sweep-queues.ts';
import { supervisorSource } from '../build/function-sources.ts';
import type { Environment } from '../environments.ts';
import { secretName } from '../names.ts';
import { addSupervisorAlarms } from './alarms/supervisor-alarms.ts';
import type { Capacity } from './capacity.ts';
import { addRequestedFunction } from './requested-function.ts';
import type { SupervisorQueue } from './supervisor-queue.ts';
import { createSupervisorRole } from './supervisor-role.ts';

export interface SupervisorConstructProps {
  readonly environment: Environment;
  readonly functionDir: string;
  readonly requests: SupervisorQueue;
  readonly functionTimeoutSeconds: number;
  /** What the integrations' queues do with what stays: the same in all of them. */
  readonly queues: Pick<Capacity, 'queueRetentionDays' | 'maxReceiveCount'>;
  /** Names of those that it supervises. */
  readonly destinations: readonly string[];
  readonly ledger: Table;
  readonly alertsTopic: ITopic;
  readonly removalPolicy: RemovalPolicy;
}

/** Beside the requests: a cold start, and a dozen calls of AWS that take a second each when things go badly. */
const requestMarginMs = 20_000;

/** Each of the two waits twice in place for Lambda to change an event source (functions/core/aws/event-sources.ts). */
const settlingMs = 4 * 3_000;

/** A batch may hold an operator's request and a look: two probes of a destination, one after the other; and a sweep. */
const probesMax = 2;

export function supervisorTimeoutSeconds(integrations: readonly AnyIntegration[]): number {
  const timeouts = integrations.map(({ operation }) => operation.destination.requestTimeoutMs);
  const probesMs = probesMax * (permitWaitMsMax + Math.max(0, ...timeouts));
  return Math.ceil((probesMs + settlingMs + sweepMsMax + requestMarginMs) / 1_000);
}

export class SupervisorConstruct extends Construct {
  constructor(scope: Construct, id: string, props: SupervisorConstructProps) {
    super(scope, id);
    const { environment, requests, ledger, alertsTopic, removalPolicy } = props;
    const { queue, deadLetterQueue } = requests;
    const supervisor = addRequestedFunction(this, {
      environment,
      source: supervisorSource,
      description: 'Parks destinations that refuse their credentials, and lets them go on',
      functionDir: props.functionDir,
      timeoutSeconds: props.functionTimeoutSeconds,
      queue,
      role: (logGroup) =>
        createSupervisorRole(this, 'Role', {
          environment: environment.name,
          queue,
          ledger,
          alertsTopic,
          logGroup,
        }),
      resources: resourcesOf(props),
      removalPolicy,
    });
    addSupervisorAlarms(this, { environment: environment.name, alertsTopic, deadLetterQueue, supervisor });
  }
}

function resourcesOf(props: SupervisorConstructProps): SupervisorResources {
  const { environment, destinations, ledger, alertsTopic, requests, queues } = props;
  return {
    queueUrl: requests.queue.queueUrl,
    queueRetentionSeconds: Duration.days(queues.queueRetentionDays).toSeconds(),
    maxReceiveCount: queues.maxReceiveCount,
    ledgerTable: ledger.tableName,
    alertsTopicArn: alertsTopic.topicArn,
    secretPrefix: secretName(environment.name, ''),
    destinations,
  };
}
