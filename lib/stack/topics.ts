/** The events topic and the alerts topic of an environment, encrypted, and open to those who must publish to them. */
import { ArnFormat, CfnOutput, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { EnvironmentName, Publishers } from '../environments.ts';
import { alertsTopicName, eventsTopicParameterName, stackName, topicName } from '../names.ts';
import { letOthersPublish, publishingActions } from './publishers.ts';

export interface TopicsProps {
  readonly environment: EnvironmentName;
  readonly removalPolicy: RemovalPolicy;
  /** @default - identities of this account that may publish to the topic */
  readonly publishers?: Publishers | undefined;
}

export class Topics extends Construct {
  readonly events: Topic;
  readonly alerts: Topic;
  /**
   * One key for both, because CloudWatch cannot publish to a topic under the key that AWS manages for SNS.
   * The queues need none of ours: SNS delivers to queues that SQS itself encrypts.
   */
  private readonly key: Key;

  constructor(scope: Construct, id: string, { environment, removalPolicy, publishers }: TopicsProps) {
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
    if (publishers !== undefined) letOthersPublish(Stack.of(this), this.events, this.key, publishers);
    this.tellPublishers(environment);
  }

  /** Publishers are deployed by others: they find the topic by a parameter, and who sets them up by outputs of the stack. */
  private tellPublishers(environment: EnvironmentName): void {
    const { topicArn } = this.events;
    new CfnOutput(Stack.of(this), 'EventsTopicArn', { value: topicArn, description: 'Publish events here' });
    new CfnOutput(Stack.of(this), 'EventsKeyArn', {
      value: this.key.keyArn,
      description: 'Publishers of other accounts need kms:GenerateDataKey* and kms:Decrypt on it',
    });
    new StringParameter(this, 'EventsTopicParameter', {
      parameterName: eventsTopicParameterName(environment),
      stringValue: topicArn,
      description: 'Topic that events are published to',
    });
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
