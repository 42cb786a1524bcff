/** Everything that AWS limits, with as many integrations as somebody may have: docs/decisions/a-hundred-integrations.md. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadStack, templatesOf } from '../../../lib/local/aws/assembly.ts';
import type { Template } from '../../../lib/local/aws/template.ts';
import { partsOf, placed } from '../../../lib/stack/parts.ts';
import { fixtureApp, fixtureTemplates } from '../../fixtures/fixture-template.ts';
import { aHundred, manyIntegrations } from '../../fixtures/many-integrations.ts';

let templates: ReadonlyMap<string, Template>;
/** Of the files that CloudFormation gets. */
let fileBytes: readonly number[];
beforeAll(() => {
  const { directory } = fixtureApp(['prod'], false, manyIntegrations(aHundred)).synth();
  templates = templatesOf(loadStack(directory, 'interlock-prod'));
  const files = readdirSync(directory).filter((file) => file.endsWith('.template.json'));
  fileBytes = files.map((file) => statSync(join(directory, file)).size);
  rmSync(directory, { recursive: true, force: true });
}, 180_000);

type Resource = Template['Resources'][string];
const all = (): readonly Resource[] =>
  [...templates.values()].flatMap(({ Resources }) => Object.values(Resources));
const ofType = (type: string) => all().filter(({ Type }) => Type === type);
const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
const most = (numbers: readonly number[]) => Math.max(0, ...numbers);

/** As long as what stands there in an account: an ARN, a URL. */
const deployedBytes = 120;

/** Characters of a value once references are resolved, each as long as the longest may be. */
function resolvedBytes(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  const { 'Fn::Join': join } = value as { readonly 'Fn::Join'?: readonly [string, readonly unknown[]] };
  if (join === undefined) return deployedBytes;
  return join[1].reduce<number>((sum, part) => sum + resolvedBytes(part), 0);
}

/** Of all variables of a function, names and values. */
const variableBytes = ({ Properties }: Resource) => {
  const { Variables } = Properties.Environment as { readonly Variables: Readonly<Record<string, unknown>> };
  return Object.entries(Variables).reduce(
    (sum, [name, value]) => sum + name.length + resolvedBytes(value),
    0,
  );
};

/** IAM leaves white space out. A reference is longer in the template than deployed. */
const policyBytes = ({ Properties }: Resource) =>
  (Properties.Policies as readonly { readonly PolicyDocument: unknown }[]).reduce(
    (sum, { PolicyDocument }) => sum + bytes(PolicyDocument),
    0,
  );

const filterValues = ({ Properties }: Resource) => {
  const { type } = Properties.FilterPolicy as {
    readonly type: readonly (string | { readonly 'anything-but'?: readonly string[] })[];
  };
  return type.reduce(
    (sum, one) => sum + (typeof one === 'string' ? 1 : (one['anything-but']?.length ?? 1)),
    0,
  );
};

const metricsOf = ({ Properties }: Resource) =>
  ((Properties.Metrics ?? []) as readonly { readonly MetricStat?: unknown }[]).filter(
    ({ MetricStat }) => MetricStat !== undefined,
  ).length;
interface Widget {
  readonly properties: { readonly metrics?: readonly (readonly unknown[])[] };
}
const widgets = (): readonly Widget[] =>
  ofType('AWS::CloudWatch::Dashboard').flatMap(({ Properties }) => {
    const { 'Fn::Join': join } = Properties.DashboardBody as {
      readonly 'Fn::Join': readonly [string, readonly unknown[]];
    };
    const body = join[1].map((part) => (typeof part === 'string' ? part : 'region')).join('');
    return (JSON.parse(body) as { readonly widgets: readonly Widget[] }).widgets;
  });
/** What it retrieves: a search finds one of each integration, or of each destination. */
const seriesOf = ({ properties: { metrics = [] } }: Widget) =>
  metrics.reduce((sum, metric) => {
    const [, by] = /SEARCH\('\{Interlock,environment,(\w+)\}/.exec(JSON.stringify(metric)) ?? [];
    if (by !== undefined) return sum + aHundred[by === 'integration' ? 'integrations' : 'destinations'];
    return sum + (typeof metric[0] === 'string' ? 1 : 0);
  }, 0);
const insights = () =>
  ofType('AWS::CloudWatch::Alarm').filter(({ Properties }) =>
    JSON.stringify(Properties.Metrics ?? '').includes('SELECT '),
  );

describe('130 integrations over 40 destinations and 60 types', () => {
  it('stay within every limit of AWS, with room to grow', () => {
    const each = [...templates.values()];
    const measured = {
      // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
      templates: each.length,
      'resources of a template': most(each.map(({ Resources }) => Object.keys(Resources).length)),
      'resources in all': all().length,
      'bytes of a template': most(fileBytes),
      'parameters of a template': most(each.map(({ Parameters }) => Object.keys(Parameters).length)),
      'outputs of a template': most(each.map(({ Outputs }) => Object.keys(Outputs).length)),
      // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
      'bytes of variables': most(ofType('AWS::Lambda::Function').map(variableBytes)),
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
      'characters of a policy': most(ofType('AWS::IAM::Role').map(policyBytes)),
      // https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
      'values of a filter': most(ofType('AWS::SNS::Subscription').map(filterValues)),
      'filters of the topic': ofType('AWS::SNS::Subscription').length,
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html
      alarms: ofType('AWS::CloudWatch::Alarm').length,
      'metrics of an alarm': most(ofType('AWS::CloudWatch::Alarm').map(metricsOf)),
      'alarms by a query': insights().length,
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
      'widgets of a dashboard': widgets().length,
      'metrics of a widget': most(widgets().map(seriesOf)),
      'metrics of a dashboard': widgets().reduce((sum, widget) => sum + seriesOf(widget), 0),
    };
    const limits: Record<keyof typeof measured, number> = {
      templates: 200,
      'resources of a template': 500,
      'resources in all': 2_500,
      'bytes of a template': 1_000_000,
      'parameters of a template': 200,
      'outputs of a template': 200,
      'bytes of variables': 4_096,
      'characters of a policy': 10_240,
      'values of a filter': 150,
      'filters of the topic': 200,
      alarms: 5_000,
      'metrics of an alarm': 10,
      'alarms by a query': 200,
      'widgets of a dashboard': 500,
      'metrics of a widget': 500,
      'metrics of a dashboard': 2_500,
    };
    const beyond = Object.entries(limits).filter(
      ([what, limit]) => measured[what as keyof typeof measured] > limit,
    );
    expect(beyond).toEqual([]);
    const { 'bytes of a template': bytesOfTemplate, ...counted } = measured;
    const { 'bytes of variables': ofVariables, 'characters of a policy': ofPolicy, ...counts } = counted;
    expect(counts).toEqual({
      templates: 6,
      'resources of a template': 414,
      'resources in all': 2_379,
      'parameters of a template': 31,
      'outputs of a template': 2,
      'values of a filter': 61,
      'filters of the topic': 131,
      alarms: 864,
      'metrics of an alarm': 10,
      'alarms by a query': 2,
      'widgets of a dashboard': 29,
      'metrics of a widget': 130,
      'metrics of a dashboard': 2_112,
    });
    // What differs by a name or a sentence: half of what is allowed, or less.
    expect(bytesOfTemplate).toBeLessThan(600_000);
    expect(ofVariables).toBeLessThan(2_048);
    expect(ofPolicy).toBeLessThan(5_120);
  });

  it('keep their names', () => {
    const names = (type: string, key: string) =>
      ofType(type).map(({ Properties }) => String(Properties[key]));
    const functions = names('AWS::Lambda::Function', 'FunctionName');
    const queues = names('AWS::SQS::Queue', 'QueueName');
    for (const { name } of manyIntegrations(aHundred)) {
      expect(functions).toContain(`interlock-prod-${name}`);
      for (const ending of ['', '-dead-letters', '-undelivered'])
        expect(queues).toContain(`interlock-prod-${name}${ending}`);
    }
    const alarms = names('AWS::CloudWatch::Alarm', 'AlarmName');
    for (const each of [functions, queues, alarms]) expect(new Set(each).size).toBe(each.length);
  });

  it('make references to people by one key, whichever part they stand in', () => {
    const parts = ofType('AWS::CloudFormation::Stack').map(
      ({ Properties }) => Properties.Parameters as Record<string, unknown>,
    );
    expect(parts).toHaveLength(5);
    for (const { ReferenceKey } of parts) expect(ReferenceKey).toEqual({ Ref: 'AWS::StackId' });
    for (const [part, { Resources }] of templates)
      if (part !== '') expect(JSON.stringify(Resources)).not.toContain('AWS::StackId');
  });
});

describe('an environment that has grown', () => {
  it('moves nothing: each resource that holds data stays in its template, under its id', () => {
    const many = manyIntegrations({ integrations: 44, destinations: 6, types: 20 });
    const before = many.slice(0, 18);
    const names = (list: typeof many) => list.map(({ name }) => name);
    const parts = placed({}, names(before));
    const grown = placed(parts, names([...many].reverse()));
    const where = partsOf(grown, names(many));
    expect(names(before).map((name) => where.get(name))).toEqual(names(before).map((name) => parts[name]));
    const queuesOf = (list: typeof many, placing: typeof parts) =>
      [...fixtureTemplates('prod', list, placing)].flatMap(([part, { Resources }]) =>
        Object.entries(Resources).flatMap(([id, { Type, Properties }]) =>
          Type === 'AWS::SQS::Queue' ? [`${part}.${id} ${Properties.QueueName}`] : [],
        ),
      );
    expect(queuesOf([...many].reverse(), grown)).toEqual(expect.arrayContaining(queuesOf(before, parts)));
  }, 180_000);
});
