import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  Alarm,
  AlarmRule,
  CompositeAlarm,
  type IMetric,
  MathExpression,
  Metric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { NotModelled } from '../../models/sdk-errors.ts';
import { alarmsIn } from './template-alarms.ts';

const minute = Duration.minutes(1);

function synthesized(
  build: (stack: Stack, queue: Queue) => IMetric,
  more: (stack: Stack, alarm: Alarm) => void,
) {
  const stack = new Stack(new App(), 'stack');
  const queue = new Queue(stack, 'Queue', { queueName: 'orders' });
  const alarm = new Alarm(stack, 'Alarm', {
    alarmName: 'the-alarm',
    metric: build(stack, queue),
    threshold: 5,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
  });
  more(stack, alarm);
  return Template.fromStack(stack).toJSON();
}

describe('an alarm of a template', () => {
  it('looks at the metric of the resource that it refers to, and tells its topics', () => {
    const template = synthesized(
      (_, queue) => queue.metricApproximateNumberOfMessagesVisible({ period: minute, statistic: 'Maximum' }),
      (stack, alarm) => {
        const topic = new Topic(stack, 'Topic', { topicName: 'alerts' });
        alarm.addAlarmAction(new SnsAction(topic));
        alarm.addOkAction(new SnsAction(topic));
      },
    );
    const arn = 'arn:aws:sns:us-east-1:000000000000:alerts';
    expect(alarmsIn(template)).toEqual([
      {
        name: 'the-alarm',
        queries: [
          {
            id: 'metric',
            metric: {
              namespace: 'AWS/SQS',
              name: 'ApproximateNumberOfMessagesVisible',
              dimensions: { QueueName: 'orders' },
            },
            statistic: 'Maximum',
          },
        ],
        expressions: [],
        periodMs: 60_000,
        evaluationPeriods: 3,
        datapointsToAlarm: 2,
        threshold: 5,
        comparison: 'GreaterThanOrEqualToThreshold',
        treatMissingData: 'missing',
        alarmActions: [arn],
        okActions: [arn],
      },
    ]);
  });

  it('may look at an expression of expressions, each worked out before whoever uses it', () => {
    const template = synthesized(
      (_, queue) => {
        const statistic = { period: minute, statistic: 'Maximum' };
        const lying = new MathExpression({
          expression: 'visible + inFlight',
          usingMetrics: {
            visible: queue.metricApproximateNumberOfMessagesVisible(statistic),
            inFlight: queue.metricApproximateNumberOfMessagesNotVisible(statistic),
          },
          period: minute,
        });
        return new MathExpression({
          expression: 'DIFF(FILL(lying, 0))',
          usingMetrics: { lying },
          period: minute,
        });
      },
      () => {},
    );
    const [alarm] = alarmsIn(template);
    expect(alarm?.periodMs).toBe(60_000);
    expect(alarm?.queries.map(({ id, metric }) => [id, metric.name])).toEqual([
      ['visible', 'ApproximateNumberOfMessagesVisible'],
      ['inFlight', 'ApproximateNumberOfMessagesNotVisible'],
    ]);
    expect(alarm?.expressions.map(({ text }) => text)).toEqual([
      'visible + inFlight',
      'DIFF(FILL(lying, 0))',
    ]);
  });

  it.each([
    ['a percentile', { statistic: 'p99' }],
    ['a unit', { unit: 'Seconds' }],
  ] as const)('is refused when it has %s, which is not modelled', (_, given) => {
    const metric = new Metric({ namespace: 'Interlock', metricName: 'DeliveryAgeMs', ...(given as object) });
    expect(() =>
      alarmsIn(
        synthesized(
          () => metric,
          () => {},
        ),
      ),
    ).toThrow(NotModelled);
  });

  it('is refused when it is made of other alarms', () => {
    const template = synthesized(
      (_, queue) => queue.metricNumberOfMessagesSent({ period: minute }),
      (stack, alarm) =>
        void new CompositeAlarm(stack, 'Composite', {
          alarmRule: AlarmRule.fromAlarm(alarm, 'ALARM' as never),
        }),
    );
    expect(() => alarmsIn(template)).toThrow('AWS::CloudWatch::CompositeAlarm is not modelled');
  });
});
