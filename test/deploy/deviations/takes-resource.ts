import {
  type CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import type { Resource } from './deviation.ts';

export const metricMathAlarm: Resource = {
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
};

export const savedQuery: Resource = {
  Type: 'AWS::Logs::QueryDefinition',
  Properties: { Name: 'saved-query', QueryString: 'fields @timestamp' },
};

/** A stack of one resource is there, or not, within a second. */
const looksMax = 30;

/**
 * Whether CloudFormation makes `resource`: by a stack of its own, for one that fails takes all it has with it.
 * @param StackName no other stack has it
 */
export async function takesResource(
  cloudFormation: Pick<CloudFormationClient, 'send'>,
  StackName: string,
  resource: Resource,
  wait: () => Promise<void>,
): Promise<boolean> {
  const TemplateBody = JSON.stringify({ Resources: { Resource: resource } });
  try {
    await cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody }));
  } catch (error) {
    // Before there is a stack: a type of resource that it does not know at all.
    if (/Unrecognized resource types/.test((error as Error).message)) return false;
    throw error;
  }
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
