import {
  type CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';

const StackName = 'metric-math';

const template = {
  Resources: {
    Alarm: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        AlarmName: 'metric-math',
        ComparisonOperator: 'GreaterThanThreshold',
        EvaluationPeriods: 1,
        Threshold: 1,
        Metrics: [
          { Id: 'sum', Expression: 'one + one', ReturnData: true },
          {
            Id: 'one',
            ReturnData: false,
            MetricStat: {
              Metric: { Namespace: 'AWS/SQS', MetricName: 'NumberOfMessagesSent' },
              Period: 60,
              Stat: 'Sum',
            },
          },
        ],
      },
    },
  },
};

/** A stack of one alarm is there, or not, within a second. */
const looksMax = 30;

/** Whether CloudFormation makes an alarm on metric math: by a stack of its own, for one that fails takes all it has with it. */
export async function takesMetricMath(
  cloudFormation: Pick<CloudFormationClient, 'send'>,
  wait: () => Promise<void>,
): Promise<boolean> {
  await cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(template) }));
  try {
    for (let look = 0; look < looksMax; look += 1) {
      const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
      const status = Stacks?.[0]?.StackStatus ?? 'missing';
      if (!status.endsWith('IN_PROGRESS')) return status === 'CREATE_COMPLETE';
      await wait();
    }
    throw new Error(`the stack ${StackName} came to nothing`);
  } finally {
    await cloudFormation.send(new DeleteStackCommand({ StackName }));
  }
}
