/** The function that asks each third party daily whether it keeps its contract, with its queue, role, log and alarms. */
import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ContractWatchResources } from '../../functions/contract-watch/config.ts';
import { checkRequest } from '../../functions/contract-watch/request.ts';
import { requestsMax } from '../../functions/contract-watch/requests-max.ts';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import { permitWaitMsMax } from '../../functions/core/pace/paced-send.ts';
import { contractWatchSource } from '../build/function-sources.ts';
import type { Environment } from '../environments.ts';
import { secretName } from '../names.ts';
import { addContractWatchAlarms } from './alarms/contract-watch-alarms.ts';
import { functionSecondsMax } from './aws-limits.ts';
import { createFunctionRole, writeItsLog } from './function-role.ts';
import { acknowledgeOwnNames } from './own-names.ts';
import { RequestQueue } from './request-queue.ts';
import { addRequestedFunction } from './requested-function.ts';
import { keepTheAccounts, readTheSecrets, receiveRequests } from './system-statements.ts';

export interface ContractWatchProps {
  readonly environment: Environment;
  readonly functionDir: string;
  readonly integrations: readonly AnyIntegration[];
  readonly ledger: Table;
  /** Names of those that it looks at. */
  readonly destinations: readonly string[];
  readonly alertsTopic: ITopic;
  readonly removalPolicy: RemovalPolicy;
}

/** Beside the requests: a cold start, and a handful of calls of AWS that take seconds each when things go badly. */
const requestMarginMs = 20_000;

/** A request that comes back finds the function that had it gone for certain. */
const visibilityReserveSeconds = 10;

/** What goes wrong with a third party is told and over. Only a crash brings the request back: once for bad luck. */
const maxReceiveCount = 2;

/**
 * All destinations are looked at side by side, so that the slowest decides.
 * Throws `RangeError` when one takes longer than a Lambda invocation may.
 */
export function contractWatchTimeoutSeconds(integrations: readonly AnyIntegration[]): number {
  const lookMs = integrations.map(({ operation: { destination } }) => {
    const requestMs = permitWaitMsMax + destination.requestTimeoutMs;
    return requestsMax(destination.name, integrations) * requestMs;
  });
  const seconds = Math.ceil((Math.max(0, ...lookMs) + requestMarginMs) / 1_000);
  if (seconds > functionSecondsMax) {
    throw new RangeError(
      `the contract watch could take ${seconds} s, and Lambda allows ${functionSecondsMax}: shorten a requestTimeoutMs`,
    );
  }
  return seconds;
}

export class ContractWatchConstruct extends Construct {
  constructor(scope: Construct, id: string, props: ContractWatchProps) {
    super(scope, id);
    const { environment, destinations, ledger, alertsTopic, removalPolicy } = props;
    const timeoutSeconds = contractWatchTimeoutSeconds(props.integrations);
    const { queue, deadLetterQueue } = new RequestQueue(this, 'Asks', {
      environment: environment.name,
      source: contractWatchSource,
      visibilityTimeoutSeconds: timeoutSeconds + visibilityReserveSeconds,
      maxReceiveCount,
      clock: {
        every: Duration.days(1),
        description: 'Has every third party asked whether it keeps its contract',
        request: checkRequest,
      },
      removalPolicy,
    });
    const resources: ContractWatchResources = {
      ledgerTable: ledger.tableName,
      secretPrefix: secretName(environment.name, ''),
      destinations,
    };
    const watch = addRequestedFunction(this, {
      environment,
      source: contractWatchSource,
      description: 'Asks each third party whether it keeps the contract that was recorded of it',
      functionDir: props.functionDir,
      timeoutSeconds,
      queue,
      role: (logGroup) => this.createRole(props, queue, logGroup),
      resources,
      removalPolicy,
    });
    addContractWatchAlarms(this, {
      environment: environment.name,
      alertsTopic,
      deadLetterQueue,
      watch,
      destinations,
    });
  }

  private createRole({ environment, ledger }: ContractWatchProps, queue: IQueue, logGroup: ILogGroup): Role {
    const secrets = readTheSecrets(this, environment.name);
    const role = createFunctionRole(this, 'Role', {
      description: 'What the contract watch may do',
      policyName: 'ContractWatch',
      statements: [receiveRequests(queue), keepTheAccounts(ledger), secrets, writeItsLog(logGroup)],
    });
    acknowledgeOwnNames(role, [secrets], 'The secrets of one environment of Interlock, and nothing else.');
    return role;
  }
}
