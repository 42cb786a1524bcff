/** Where requests to the supervisor go: from the clock, from functions whose credentials were refused, from the operator. */
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
 * A claim to an alert is given up after a minute: a request comes back when that is over, so that whoever died with the
 * claim is followed by one that can have it. Not six times the timeout: nothing throttles two sandboxes.
 */
const visibilityReserveSeconds = 60;

/** Some minutes of trying; what does not work by then needs a person, and the next look comes anyway. */
const maxReceiveCount = 5;

/** Nobody waits for this one: whoever parks a destination or sets a secret asks at once. */
const lookEvery = Duration.minutes(5);

export class SupervisorQueue extends RequestQueue {
  constructor(scope: Construct, id: string, props: SupervisorQueueProps) {
    const look: SupervisorRequest = { ask: 'look' };
    super(scope, id, {
      environment: props.environment,
      source: supervisorSource,
      visibilityTimeoutSeconds: props.functionTimeoutSeconds + visibilityReserveSeconds,
      maxReceiveCount,
      clock: {
        every: lookEvery,
        description: 'Asks the supervisor to look at every destination',
        request: look,
      },
      removalPolicy: props.removalPolicy,
    });
  }
}
