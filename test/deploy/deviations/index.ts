/** All deviations from the deployment to AWS. Add none without trying, and say what AWS does by a link. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeContinuousBackupsCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
} from '@aws-sdk/client-dynamodb';
import { UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { GetTopicAttributesCommand } from '@aws-sdk/client-sns';
import type { Asked, Deviation } from './deviation.ts';
import { allowedKey } from './probe-stack.ts';
import { metricMathAlarm, savedQuery, takesResource } from './takes-resource.ts';
import {
  secretRefsToIds,
  withoutLeadingKeys,
  withoutMetricMath,
  withoutSavedQueries,
} from './template-patches.ts';

/** Whether the emulator, other than AWS, forbids it. An error that says anything else lets the question pass. */
async function isForbidden(asking: Promise<unknown>): Promise<boolean> {
  try {
    await asking;
    return false;
  } catch (error) {
    return (error as Error).name === 'AccessDeniedException';
  }
}

async function hasNoMetrics({ root }: Asked, Namespace: string): Promise<boolean> {
  const { Metrics = [] } = await root.cloudWatch.send(new ListMetricsCommand({ Namespace }));
  return Metrics.length === 0;
}

export const deviations: readonly Deviation[] = [
  {
    id: 'leading-keys',
    what: 'roles may read and write all items of the ledger, not only those of their integration and destination',
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
    reason: 'a request to DynamoDB carries no dynamodb:LeadingKeys, so that the condition refuses every one',
    patch: withoutLeadingKeys,
    isStillNeeded: ({ role, tableName }) =>
      isForbidden(
        role.dynamodb.send(new GetItemCommand({ TableName: tableName, Key: { id: { S: allowedKey } } })),
      ),
  },
  {
    id: 'secret-ref',
    what: '`Fn::GetAtt` of a secret’s Id stands for its `Ref`',
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
    reason: '`Ref` is the name of the secret, not its ARN, which no policy fits',
    patch: secretRefsToIds,
    isStillNeeded: async ({ secretRef }) => !secretRef.startsWith('arn:'),
  },
  {
    id: 'mapping-changes',
    what: 'that the supervisor may change no event source but those of its environment',
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
    reason: 'lambda:UpdateEventSourceMapping is not asked for',
    isStillNeeded: async ({ role }) =>
      !(await isForbidden(
        role.lambda.send(
          // There is none: who may not is told that first.
          new UpdateEventSourceMappingCommand({
            UUID: '00000000-0000-4000-8000-000000000000',
            Enabled: false,
          }),
        ),
      )),
  },
  {
    id: 'metric-math',
    what: 'alarms on metric math look at the first of their metrics alone',
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html
    reason: 'an alarm with Metrics fails its stack',
    patch: withoutMetricMath,
    isStillNeeded: async ({ root }) =>
      !(await takesResource(root.cloudFormation, 'metric-math', metricMathAlarm, () => sleep(200))),
  },
  {
    id: 'saved-queries',
    what: 'saved queries are left out',
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-querydefinition.html
    reason: 'CloudFormation does not know AWS::Logs::QueryDefinition, and fails its stack',
    patch: withoutSavedQueries,
    isStillNeeded: async ({ root }) =>
      !(await takesResource(root.cloudFormation, 'saved-query', savedQuery, () => sleep(200))),
  },
  {
    id: 'time-to-live',
    what: 'that the ledger forgets',
    reason: 'TimeToLiveSpecification of a table is dropped',
    isStillNeeded: async ({ root, tableName }) => {
      const { TimeToLiveDescription } = await root.dynamodb.send(
        new DescribeTimeToLiveCommand({ TableName: tableName }),
      );
      return TimeToLiveDescription?.TimeToLiveStatus !== 'ENABLED';
    },
  },
  {
    id: 'point-in-time-recovery',
    what: 'that the ledger can be restored',
    reason: 'PointInTimeRecoverySpecification of a table is dropped',
    isStillNeeded: async ({ root, tableName }) => {
      const { ContinuousBackupsDescription } = await root.dynamodb.send(
        new DescribeContinuousBackupsCommand({ TableName: tableName }),
      );
      const { PointInTimeRecoveryStatus } =
        ContinuousBackupsDescription?.PointInTimeRecoveryDescription ?? {};
      return PointInTimeRecoveryStatus !== 'ENABLED';
    },
  },
  {
    id: 'topic-encryption',
    what: 'that publishers and alarms may use the key of the topics',
    reason: 'KmsMasterKeyId of a topic is dropped',
    isStillNeeded: async ({ root, topicArn }) => {
      const { Attributes } = await root.sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
      return Attributes?.KmsMasterKeyId === undefined;
    },
  },
  {
    id: 'queue-metrics',
    what: 'that alarms on dead letters, and on other queues, ring',
    reason: 'queues have no metrics',
    isStillNeeded: (asked) => hasNoMetrics(asked, 'AWS/SQS'),
  },
  {
    id: 'embedded-metrics',
    what: 'that alarms on what functions count ring',
    reason: 'what is written to a log in the embedded metric format does not become metrics',
    isStillNeeded: (asked) => hasNoMetrics(asked, 'Interlock'),
  },
];
