/** Findings of cdk-nag, and of `interlock doctor`, that stay, each with the reason. Whatever else cdk-nag finds fails the synthesis. */
import { Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Why each finding is no fault where it is acknowledged. */
export const acknowledgements = {
  'AwsSolutions::AwsSolutions-SMG4':
    'The key is the third party’s: only a person can have it replaced there. `interlock secret` puts it in, without a deployment.',
  'AwsSolutions::AwsSolutions-SQS3':
    'A last resort: what lies here waits for a person and is never received by a function, so there is nothing to give up.',
  'Serverless::Serverless-SQSRedrivePolicy':
    'A last resort: what lies here waits for a person and is never received by a function, so there is nothing to give up.',
  'Serverless::Serverless-SNSRedrivePolicy':
    'An alert says what lasts: its alarm and `status` show it until it is over, and a queue of alerts would wake nobody.',
  'Serverless::Serverless-LambdaDLQ':
    'Applies to asynchronous invocations only; this function is invoked by an event source, whose queue has a dead-letter queue.',
  'Serverless::Serverless-LambdaEventSourceMappingDestination':
    'Applies to streams; a queue gives up by its redrive policy.',
  'Serverless::Serverless-LambdaTracing':
    'Every attempt is one log line with event id and correlation id. Tracing would cost as much as the rest of a delivery, and need a permission on all resources.',
  'Serverless::Serverless-LambdaStarPermissions':
    'Lambda knows no narrower right to list event sources, which changes none; what is changed is named by the environment’s functions.',
  'Interlock::ShortVisibilityTimeout':
    'Six times the timeout is for functions that are throttled. Nothing throttles the few sandboxes of this one, and a request is to come back soon after whoever had it has ended for certain.',
} as const;

export type AcknowledgedFinding = keyof typeof acknowledgements;

/** Acknowledges `findings` for `construct` and what is in it, not for the stack: the next queue is looked at afresh. */
export function acknowledge(construct: Construct, ...findings: readonly AcknowledgedFinding[]): void {
  for (const id of findings) {
    Validations.of(construct).acknowledge({ id, reason: acknowledgements[id] });
  }
}
