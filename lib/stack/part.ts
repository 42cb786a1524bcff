import { Aws, CfnParameter, NestedStack, type Stack } from 'aws-cdk-lib';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** Where the constructs of integrations stand, with what is called otherwise there. */
export interface Place {
  readonly scope: Construct;
  readonly eventsTopic: ITopic;
  /** The key of an environment's references to people: the same wherever an integration stands. */
  readonly referenceKey: string;
  /** Begins the names of what is made once for several integrations of this place. */
  readonly prefix: string;
}

/** An environment's own template. */
export const ownPlace = (scope: Stack, eventsTopic: ITopic): Place => ({
  scope,
  eventsTopic,
  // Its last part is made by chance, and stays as long as the stack; no log holds it.
  referenceKey: Aws.STACK_ID,
  prefix: '',
});

/** A part of an environment: CloudFormation makes, changes and deletes it together with the rest. */
export class Part extends NestedStack implements Place {
  readonly scope = this;
  readonly eventsTopic: ITopic;
  readonly referenceKey: string;
  readonly prefix: string;

  /** @param number from 1 */
  constructor(environment: Stack, number: number, { topicArn }: ITopic) {
    super(environment, `Part${number}`, {
      description: `${environment.stackName}, part ${number}`,
      // A nested stack has an id of its own.
      parameters: { ReferenceKey: Aws.STACK_ID },
    });
    this.referenceKey = new CfnParameter(this, 'ReferenceKey').valueAsString;
    this.eventsTopic = Topic.fromTopicArn(this, 'EventsTopic', topicArn);
    this.prefix = `part-${number}-`;
  }
}
