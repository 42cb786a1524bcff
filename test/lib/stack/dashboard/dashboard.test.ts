import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Destination } from '../../../../functions/core/declare/destination.ts';
import { clientCredentials } from '../../../../functions/core/declare/token.ts';
import { environments } from '../../../../lib/environments.ts';
import { addDashboard } from '../../../../lib/stack/dashboard/dashboard.ts';
import { createThing, thingDestination, thingIntegration } from '../../../fixtures/fixture-integration.ts';
import { fixtureTemplate } from '../../../fixtures/fixture-template.ts';
import { idOf, propertiesOf } from '../../../fixtures/template-resources.ts';

interface Widget {
  readonly type: 'text' | 'metric' | 'log';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly metrics?: readonly (readonly unknown[])[];
    readonly query?: string;
  };
}

interface Body {
  readonly widgets: readonly Widget[];
  readonly variables: readonly { readonly pattern: string; readonly values: readonly { value: string }[] }[];
}

let template: Template;
let body: Body;
beforeAll(() => {
  template = fixtureTemplate('dev');
  const [dashboard = {}] = propertiesOf(template, 'AWS::CloudWatch::Dashboard');
  const { 'Fn::Join': join } = dashboard.DashboardBody as { 'Fn::Join': [string, unknown[]] };
  body = JSON.parse(join[1].map((part) => (typeof part === 'string' ? part : 'region')).join(''));
});

/** What a widget draws: an expression, or a metric's names and values, with the statistic. Hidden metrics are in brackets. */
function lineOf(metric: readonly unknown[]): string {
  const rest = metric.filter((part) => typeof part === 'string');
  const options = (metric.at(-1) ?? {}) as {
    expression?: string;
    stat?: string;
    visible?: boolean;
    label?: string;
  };
  const text =
    options.expression ?? `${rest.join(' ').replace('Interlock ', '')}, ${options.stat ?? 'Average'}`;
  return options.visible === false ? `(${text})` : text;
}

const drawn = () =>
  Object.fromEntries(
    body.widgets.flatMap(({ properties: { title, metrics = [], query } }) =>
      title === undefined ? [] : [[title, query?.split('\n| ') ?? metrics.map(lineOf)]],
    ),
  );

const top = (by: 'integration' | 'destination', metric: string, statistic: string) => [
  `SLICE(SORT(SEARCH('{Interlock,environment,${by}} MetricName="${metric}" environment="dev"', '${statistic}', 300), MAX, DESC), 0, 10)`,
];
const sum = (metric: string) =>
  `SUM(SEARCH('{Interlock,environment,integration} MetricName="${metric}" environment="dev"', 'Sum', 300))`;
const topOfQueues = (metric: string, ending: string) => [
  'SLICE(SORT(METRICS(), MAX, DESC), 0, 10)',
  ...['order-placed-to-billing', 'order-paid-to-billing', 'order-placed-to-support'].map(
    (name) => `(AWS/SQS ${metric} QueueName interlock-dev-${name}${ending}, Maximum)`,
  ),
];
const chosen = (metric: string, statistic: string) =>
  `${metric} environment dev integration INTEGRATION, ${statistic}`;

describe('the dashboard of an environment', () => {
  it('shows the greatest of everything that is counted, by integration and by destination', () => {
    expect(drawn()).toEqual({
      'Answers by class of status': [
        "SOURCE '/interlock/dev/order-placed-to-billing' | SOURCE '/interlock/dev/order-paid-to-billing' | SOURCE '/interlock/dev/order-placed-to-support' | filter message = 'delivery.attempted'",
        'fields floor(response.statusCode / 100) as class',
        'stats count(*) as attempts, pct(durationMs, 50) as p50, pct(durationMs, 99) as p99 by destination, class',
        'sort destination asc, class asc',
      ],
      'Delivered, all integrations': [sum('Delivered')],
      'Retried, all integrations': [sum('Retries')],
      'Deferred, all integrations': [sum('Deferred')],
      'Skipped, all integrations': [sum('Skipped')],
      'Dead-lettered, all integrations': [sum('DeadLettered')],
      'Delivered, by integration': top('integration', 'Delivered', 'Sum'),
      'Retried, by integration': top('integration', 'Retries', 'Sum'),
      'Deferred, by integration': top('integration', 'Deferred', 'Sum'),
      'Skipped, by integration': top('integration', 'Skipped', 'Sum'),
      'Dead-lettered, by integration': top('integration', 'DeadLettered', 'Sum'),
      'Lying in dead-letter queues': topOfQueues('ApproximateNumberOfMessagesVisible', '-dead-letters'),
      'Oldest that waits, as the functions tell': top('integration', 'WaitingAgeMs', 'Maximum'),
      'Oldest that waits, as SQS tells (received less than three times)': topOfQueues(
        'ApproximateAgeOfOldestMessage',
        '',
      ),
      'From the event’s time to its delivery, p99': top('integration', 'DeliveryAgeMs', 'p99'),
      'Third party’s latency, p50': top('destination', 'AttemptDurationMs', 'p50'),
      'Third party’s latency, p99': top('destination', 'AttemptDurationMs', 'p99'),
      'Waiting for a permit of the limit, p99': top('destination', 'LimiterWaitMs', 'p99'),
      'Requests that the third party refused': top('destination', 'RequestsRejected', 'Sum'),
      'Refused credentials': top('destination', 'CredentialsRejected', 'Sum'),
      'Answers that the contract does not know': top('destination', 'ContractDrift', 'Sum'),
      // 100 a second, and 10.
      'Use of the limit': [
        '100 * c0 / (100 * PERIOD(c0))',
        '(AttemptDurationMs destination billing environment dev, SampleCount)',
        '100 * c1 / (10 * PERIOD(c1))',
        '(AttemptDurationMs destination support environment dev, SampleCount)',
      ],
      Outcomes: [
        chosen('Delivered', 'Sum'),
        chosen('Retries', 'Sum'),
        chosen('Deferred', 'Sum'),
        chosen('Skipped', 'Sum'),
        chosen('DeadLettered', 'Sum'),
      ],
      Queues: [
        'AWS/SQS ApproximateNumberOfMessagesVisible QueueName interlock-dev-INTEGRATION, Maximum',
        'AWS/SQS ApproximateNumberOfMessagesNotVisible QueueName interlock-dev-INTEGRATION, Maximum',
        'AWS/SQS ApproximateNumberOfMessagesVisible QueueName interlock-dev-INTEGRATION-dead-letters, Maximum',
      ],
      Times: [
        chosen('AttemptDurationMs', 'p50'),
        chosen('AttemptDurationMs', 'p99'),
        chosen('LimiterWaitMs', 'p99'),
        chosen('WaitingAgeMs', 'Maximum'),
      ],
    });
  });

  it('looks at queues that there are', () => {
    const queues = JSON.stringify(body).matchAll(/"QueueName","([^"]+)"/g);
    for (const [, name = ''] of queues)
      idOf(template, 'AWS::SQS::Queue', {
        QueueName: name.replace('INTEGRATION', 'order-placed-to-billing'),
      });
  });

  it('lets one integration be chosen, whether it has delivered yet or not', () => {
    expect(body.variables).toEqual([
      {
        id: 'integration',
        label: 'Integration',
        type: 'pattern',
        inputType: 'select',
        pattern: 'INTEGRATION',
        defaultValue: 'order-placed-to-billing',
        values: [
          { value: 'order-placed-to-billing' },
          { value: 'order-paid-to-billing' },
          { value: 'order-placed-to-support' },
        ],
      },
    ]);
    // The name of a metric or of a dimension is none of those that are replaced.
    const others = body.widgets.filter(({ y }) => y < Math.max(...body.widgets.map((one) => one.y)) - 1);
    expect(JSON.stringify(others)).not.toContain('INTEGRATION');
  });

  it('has no widget over another, and none beyond the edge', () => {
    const taken = new Set<string>();
    for (const { x, y, width, height } of body.widgets) {
      expect(x + width).toBeLessThanOrEqual(24);
      for (let column = x; column < x + width; column += 1)
        for (let row = y; row < y + height; row += 1) {
          expect(taken).not.toContain(`${column} ${row}`);
          taken.add(`${column} ${row}`);
        }
    }
  });

  it('names the commands and queries of its environment', () => {
    expect(body.widgets[0]?.properties.markdown).toContain('npm run interlock -- status --env dev');
  });
});

it('shows when tokens end, where a destination has some', () => {
  const token = clientCredentials({
    origin: () => 'https://login.example.com',
    path: '/token',
    client: () => ({ id: 'client', secret: 'secret' }),
  });
  const drawnFor = (destination: Destination) => {
    const stack = new Stack(new App({ analyticsReporting: false }), 'tokens');
    const integrations = [thingIntegration(createThing(undefined, { destination }))];
    addDashboard(stack, { environment: environments.dev, integrations });
    return JSON.stringify(propertiesOf(Template.fromStack(stack), 'AWS::CloudWatch::Dashboard'));
  };
  const withTokens = drawnFor(thingDestination({ token }));
  expect(withTokens).toContain('Until the token ends, the least');
  expect(withTokens).toContain('SORT(SEARCH(');
  expect(withTokens).toMatch(/MetricName=\S*TokenLeftMs\S* .*'Minimum', 300\), MIN, ASC\), 0, 10\)/);
  expect(drawnFor(thingDestination({}))).not.toContain('TokenLeftMs');
});
