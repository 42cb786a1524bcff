/** The events topic and the alerts topic of an environment, encrypted, and open to those who must publish to them. */
import { ArnFormat, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { EnvironmentName } from '../environments.ts';
import { alertsTopicName, stackName, topicName } from '../names.ts';

export interface TopicsProps {
  readonly environment: EnvironmentName;
  readonly removalPolicy: RemovalPolicy;
}

/** What SNS asks of the key for whoever publishes. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
const publishingActions = ['kms:Decrypt', 'kms:GenerateDataKey*'];

export class Topics extends Construct {
  readonly events: Topic;
  readonly alerts: Topic;
  /**
   * One key for both, because CloudWatch cannot publish to a topic under the key that AWS manages for SNS.
   * The queues need none of ours: SNS delivers to queues that SQS itself encrypts.
   */
  private readonly key: Key;

  constructor(scope: Construct, id: string, { environment, removalPolicy }: TopicsProps) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: `Events and alerts of ${stackName(environment)}`,
      enableKeyRotation: true,
      removalPolicy,
    });
    this.events = new Topic(this, 'Events', {
      topicName: topicName(environment),
      masterKey: this.key,
      enforceSSL: true,
    });
    this.alerts = new Topic(this, 'Alerts', {
      topicName: alertsTopicName(environment),
      masterKey: this.key,
      enforceSSL: true,
    });
    this.events.applyRemovalPolicy(removalPolicy);
    this.alerts.applyRemovalPolicy(removalPolicy);
    this.letPublishersEncrypt();
    this.letAlarmsPublish(environment);
  }

  /** As with the key that AWS manages: a publisher of this account needs `sns:Publish` on the topic, and no more. */
  private letPublishersEncrypt(): void {
    const { account, region, urlSuffix } = Stack.of(this);
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'PublishersEncrypt',
        principals: [new AnyPrincipal()],
        actions: publishingActions,
        // In the policy of a key: this key.
        resources: ['*'],
        conditions: {
          StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': `sns.${region}.${urlSuffix}` },
        },
      }),
    );
  }

  /** Without either statement the alarms go off in silence. */
  private letAlarmsPublish(environment: EnvironmentName): void {
    const stack = Stack.of(this);
    const alarmArns = stack.formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: `${stackName(environment)}-*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const alarms = {
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: { 'aws:SourceArn': alarmArns },
      },
    };
    this.key.addToResourcePolicy(
      new PolicyStatement({ sid: 'AlarmsEncrypt', ...alarms, actions: publishingActions, resources: ['*'] }),
    );
    this.alerts.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsPublish',
        ...alarms,
        actions: ['sns:Publish'],
        resources: [this.alerts.topicArn],
      }),
    );
  }
}
