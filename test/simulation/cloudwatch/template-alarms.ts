/** The alarms of a synthesized template, with the names that its resources have once it is deployed. */
import { arnOf } from '../../../lib/local/aws/account.ts';
import { Resolver } from '../../../lib/local/aws/resolver.ts';
import { type Made, type Template, templateSchema } from '../../../lib/local/aws/template.ts';
import {
  type AlarmDefinition,
  isComparison,
  type MetricQuery,
  missingData,
  type SeriesOfEach,
} from '../../models/cloudwatch/alarm.ts';
import { isStatistic, type Metric } from '../../models/cloudwatch/metric.ts';
import { NotModelled } from '../../models/sdk-errors.ts';

/**
 * Of an environment, whose own template comes first, and then its parts by their logical ids; or of a single template.
 * Throws `NotModelled` for whatever of an alarm the model would have to ignore.
 */
export function alarmsIn(synthesized: ReadonlyMap<string, Template> | object): readonly AlarmDefinition[] {
  if (!(synthesized instanceof Map)) return alarmsOf(templateSchema.parse(synthesized), {});
  const own: Template = synthesized.get('');
  const resolver = new Resolver(own, pseudoParameters, new Map(Object.entries(namesIn(own))));
  return [...(synthesized as ReadonlyMap<string, Template>)].flatMap(([part, template]) => {
    const given = part === '' ? {} : resolver.resolve(own.Resources[part]?.Properties.Parameters ?? {});
    return alarmsOf(template, given as Record<string, string>);
  });
}

/** What parts are told beside; no alarm is named by it. */
const pseudoParameters = { 'AWS::StackId': 'stack' };

function alarmsOf(
  template: Template,
  parameters: Readonly<Record<string, string>>,
): readonly AlarmDefinition[] {
  const resolver = new Resolver(template, parameters, new Map(Object.entries(namesIn(template))));
  return Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) => {
    // A dashboard shows, and rings nobody.
    if (!Type.startsWith('AWS::CloudWatch::') || Type === 'AWS::CloudWatch::Dashboard') return [];
    if (Type !== 'AWS::CloudWatch::Alarm') throw new NotModelled(`${Type} is not modelled: ${id}`);
    return [alarmOf(resolver.resolve(Properties) as Properties, id)];
  });
}

interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

interface Looked {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly Dimension[];
}

interface Query {
  readonly Id: string;
  readonly Expression?: string;
  readonly Label?: string;
  readonly Period?: number;
  readonly ReturnData?: boolean;
  readonly MetricStat?: { readonly Metric: Looked; readonly Period: number; readonly Stat: string };
}

interface Properties extends Looked {
  readonly AlarmName?: string;
  readonly Statistic?: string;
  readonly Period?: number;
  readonly Metrics?: readonly Query[];
  readonly EvaluationPeriods?: number;
  readonly DatapointsToAlarm?: number;
  readonly Threshold?: number;
  readonly ComparisonOperator?: string;
  readonly TreatMissingData?: string;
  readonly AlarmActions?: readonly string[];
  readonly OKActions?: readonly string[];
}

const known = [
  ...['AlarmName', 'AlarmDescription', 'AlarmActions', 'OKActions', 'Tags'],
  ...['Namespace', 'MetricName', 'Dimensions', 'Statistic', 'Period', 'Metrics'],
  ...['EvaluationPeriods', 'DatapointsToAlarm', 'Threshold', 'ComparisonOperator', 'TreatMissingData'],
];
const knownOfQuery = ['Id', 'Expression', 'Label', 'Period', 'ReturnData', 'MetricStat'];

function alarmOf(properties: Properties, id: string): AlarmDefinition {
  refuseOthers(properties, known, id);
  const { Threshold, EvaluationPeriods, ComparisonOperator = '', TreatMissingData = 'missing' } = properties;
  const treatMissingData = missingData.find((one) => one === TreatMissingData);
  if (Threshold === undefined || EvaluationPeriods === undefined || treatMissingData === undefined)
    throw new NotModelled(
      `${id} has no threshold, no periods, or treats missing data as ${TreatMissingData}`,
    );
  if (!isComparison(ComparisonOperator)) throw new NotModelled(`${id} compares by ${ComparisonOperator}`);
  return {
    name: properties.AlarmName ?? id,
    ...lookedAt(properties, id),
    evaluationPeriods: EvaluationPeriods,
    datapointsToAlarm: properties.DatapointsToAlarm ?? EvaluationPeriods,
    threshold: Threshold,
    comparison: ComparisonOperator,
    treatMissingData,
    alarmActions: properties.AlarmActions ?? [],
    okActions: properties.OKActions ?? [],
  };
}

function lookedAt(
  properties: Properties,
  id: string,
): Pick<AlarmDefinition, 'queries' | 'expressions' | 'periodMs' | 'ofEach'> {
  const { Metrics, Period = 0, Statistic = '' } = properties;
  if (Metrics === undefined)
    return {
      queries: [{ id: 'metric', metric: metricOf(properties, id), statistic: statisticOf(Statistic, id) }],
      expressions: [],
      periodMs: Period * 1_000,
    };
  for (const query of Metrics) refuseOthers(query, knownOfQuery, id);
  const [{ Expression = '', Period: seconds = 0 } = {}] = Metrics;
  if (/^SELECT /i.test(Expression)) {
    const { EvaluationPeriods = 0 } = properties;
    if (Metrics.length > 1 || EvaluationPeriods * seconds > insightsSecondsMax)
      throw new NotModelled(`${id}: a query of an alarm stands alone, and looks back three hours at most`);
    return { queries: [], expressions: [], periodMs: seconds * 1_000, ofEach: ofEachIn(Expression, id) };
  }
  const queries = Metrics.flatMap(({ Id, MetricStat }): readonly MetricQuery[] =>
    MetricStat === undefined
      ? []
      : [{ id: Id, metric: metricOf(MetricStat.Metric, id), statistic: statisticOf(MetricStat.Stat, id) }],
  );
  const periods = new Set(
    Metrics.map(({ MetricStat, Period: own }) => MetricStat?.Period ?? own).filter(
      (one) => one !== undefined,
    ),
  );
  const [period, ...others] = periods;
  if (period === undefined || others.length > 0)
    throw new NotModelled(`${id} has periods of ${[...periods].join(', ')} s: an alarm has one`);
  return { queries, expressions: expressionsOf(Metrics, id), periodMs: period * 1_000 };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html */
const insightsSecondsMax = 3 * 3_600;

const insightsFunctions: Readonly<Record<string, string>> = { SUM: 'Sum', MAX: 'Maximum' };

/** The one form of a query that the stack uses. */
const insightsQuery =
  /^SELECT (?<how>\w+)\((?<name>\w+)\) FROM SCHEMA\("(?<namespace>[^"]+)", (?<one>\w+), (?<other>\w+)\) WHERE (?<label>\w+) = '(?<value>[^']*)' GROUP BY (?<by>\w+) ORDER BY \k<how>\(\) DESC$/;

function ofEachIn(text: string, id: string): SeriesOfEach {
  const {
    how = '',
    name = '',
    namespace = '',
    one = '',
    other = '',
    ...query
  } = insightsQuery.exec(text)?.groups ?? {};
  const { label = '', value = '', by = '' } = query;
  // The metrics have exactly these dimensions: one is given, one tells them apart.
  if ([one, other].sort().join() !== [label, by].sort().join())
    throw new NotModelled(`${id}: the query ${text} is not modelled`);
  const statistic = statisticOf(insightsFunctions[how] ?? how, id);
  return { namespace, name, statistic, by, where: { [label]: value } };
}

/** The one that is returned comes last, each other before whoever uses it. */
function expressionsOf(metrics: readonly Query[], id: string): AlarmDefinition['expressions'] {
  const returned = metrics.filter(({ ReturnData = true }) => ReturnData);
  if (returned.length !== 1)
    throw new NotModelled(`${id} returns ${returned.length} series: an alarm watches one`);
  const texts = new Map(metrics.map(({ Id, Expression }) => [Id, Expression]));
  const ordered: { id: string; text: string }[] = [];
  const visit = (one: string): void => {
    const text = texts.get(one);
    if (text === undefined || ordered.some((other) => other.id === one)) return;
    for (const used of text.match(/\b[a-z]\w*/g) ?? []) visit(used);
    ordered.push({ id: one, text });
  };
  const [{ Id } = { Id: '' }] = returned;
  visit(Id);
  // A metric as it is, beside others that are not used.
  return ordered.length > 0 ? ordered : [{ id: 'returned', text: Id }];
}

function metricOf({ Namespace = '', MetricName = '', Dimensions = [] }: Looked, id: string): Metric {
  if (Namespace === '' || MetricName === '') throw new NotModelled(`${id} names no metric`);
  const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
  return { namespace: Namespace, name: MetricName, dimensions };
}

function statisticOf(name: string, id: string) {
  if (isStatistic(name)) return name;
  throw new NotModelled(`${id}: the statistic ${name} is not modelled`);
}

function refuseOthers(given: object, names: readonly string[], id: string): void {
  const other = Object.keys(given).find((name) => !names.includes(name));
  if (other !== undefined) throw new NotModelled(`${id}: ${other} of an alarm is not modelled`);
}

/** What `Ref` and `Fn::GetAtt` give for the resources that alarms look at and tell. All of them have physical names. */
function namesIn({ Resources }: Template): Record<string, Made> {
  const named: Record<string, Made> = {};
  for (const [id, { Type, Properties }] of Object.entries(Resources)) {
    const name = (property: string) => String(Properties[property]);
    if (Type === 'AWS::SQS::Queue')
      named[id] = {
        ref: name('QueueName'),
        attributes: { QueueName: name('QueueName'), Arn: arnOf('sqs', name('QueueName')) },
      };
    if (Type === 'AWS::SNS::Topic')
      named[id] = { ref: arnOf('sns', name('TopicName')), attributes: { TopicName: name('TopicName') } };
    if (Type === 'AWS::DynamoDB::Table')
      named[id] = {
        ref: name('TableName'),
        attributes: { Arn: arnOf('dynamodb', `table/${name('TableName')}`) },
      };
    if (Type === 'AWS::SecretsManager::Secret') named[id] = { ref: name('Name'), attributes: {} };
    if (Type === 'AWS::Lambda::Function') named[id] = { ref: name('FunctionName'), attributes: {} };
  }
  return named;
}
