/** What the local AWS makes of each resource type. A type that is not here is an error. */
import { eventSourceMapping } from './event-source-mapping.ts';
import { lambdaFunction } from './lambda-function.ts';
import { logGroup } from './log-group.ts';
import { type Maker, noop } from './maker.ts';
import { queue, queuePolicy } from './queues.ts';
import { policy, role } from './roles.ts';
import { rule } from './rule.ts';
import { secret } from './secret.ts';
import { table } from './table.ts';
import { subscription, topic } from './topics.ts';

export const makers: Readonly<Record<string, Maker>> = {
  'AWS::SQS::Queue': queue,
  'AWS::SQS::QueuePolicy': queuePolicy,
  'AWS::SNS::Topic': topic,
  'AWS::SNS::Subscription': subscription,
  'AWS::Events::Rule': rule,
  'AWS::DynamoDB::Table': table,
  'AWS::SecretsManager::Secret': secret,
  'AWS::Logs::LogGroup': logGroup,
  'AWS::IAM::Role': role,
  'AWS::IAM::Policy': policy,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::EventSourceMapping': eventSourceMapping,
  // Who may publish: everybody who reaches this endpoint is of this account.
  'AWS::SNS::TopicPolicy': noop('sns'),
  // Nothing is encrypted here.
  'AWS::KMS::Key': noop('kms'),
  'AWS::KMS::Alias': noop('kms'),
  // Metrics are summed, alarms do not ring.
  'AWS::CloudWatch::Alarm': noop('cloudwatch'),
  'AWS::CloudWatch::CompositeAlarm': noop('cloudwatch'),
  // Tables here take whatever comes.
  'AWS::ApplicationAutoScaling::ScalableTarget': noop('application-autoscaling'),
  'AWS::ApplicationAutoScaling::ScalingPolicy': noop('application-autoscaling'),
  'AWS::CloudWatch::Dashboard': noop('cloudwatch'),
  'AWS::Logs::MetricFilter': noop('logs'),
  'AWS::Logs::QueryDefinition': noop('logs'),
  'AWS::SSM::Parameter': noop('ssm'),
  'AWS::CDK::Metadata': noop('cdk'),
};
