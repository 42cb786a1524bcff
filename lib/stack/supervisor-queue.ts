/** The supervisor's queue: the clock, functions whose credentials were refused, and the operator send requests to it. */
import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { SupervisorRequest } from '../../functions/supervisor/request.ts';
import { supervisorSource } from '../build/function-sources.ts';
import type { EnvironmentName } from '../environments.ts';
import { RequestQueue } from './request-queue.ts';

export interface SupervisorQueueProps {
  readonly environment: EnvironmentName;
  /** How long the supervisor may run. */
  readonly functionTimeoutSeconds: number;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * A supervisor that died may hold the claim to an alert, which ends after a minute. The request comes back after that,
 * so that the next supervisor can claim the alert. AWS advises six times the timeout, for functions that are throttled;
 * nothing throttles two sandboxes.
 */
const visibilityReserveSeconds = 60;

/** Some minutes of trying. What fails for longer needs a person, and the clock sends the next request anyway. */
const maxReceiveCount = 5;

/** Nobody waits for the clock: whoever parks a destination or sets a secret sends a request at once. */
const reconcileEvery = Duration.minutes(5);

export class SupervisorQueue extends RequestQueue {
  constructor(scope: Construct, id: string, props: SupervisorQueueProps) {
    const reconcile: SupervisorRequest = { ask: 'look' };
    super(scope, id, {
      environment: props.environment,
      source: supervisorSource,
      visibilityTimeoutSeconds: props.functionTimeoutSeconds + visibilityReserveSeconds,
      maxReceiveCount,
      clock: {
        every: reconcileEvery,
        description: 'Asks the supervisor to look at every destination',
        request: reconcile,
      },
      removalPolicy: props.removalPolicy,
    });
  }
}
