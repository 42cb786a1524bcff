/** Changes to a copy of a template, each as narrow as the gap that it is for. */
import type { Template } from './deviation.ts';

type Node = Readonly<Record<string, unknown>>;

/** Where a template needs an ARN, a secret's `Ref` stands: `Id` is the same. */
export function secretRefsToIds(template: Template): Template {
  const isSecret = (name: unknown) =>
    typeof name === 'string' && template.Resources[name]?.Type === 'AWS::SecretsManager::Secret';
  return rewrite(template, (node) => (isSecret(node.Ref) ? { 'Fn::GetAtt': [node.Ref, 'Id'] } : node));
}

/** A statement about certain items of a table is about all of it. */
export const withoutLeadingKeys = (template: Template): Template =>
  rewrite(template, (node) => {
    if (!isStatement(node) || !JSON.stringify(node.Condition ?? {}).includes('"dynamodb:LeadingKeys"')) {
      return node;
    }
    const { Condition, ...unconditional } = node;
    return unconditional;
  });

/** An alarm on metric math looks at the first of its metrics alone; one on a query at the metric of that name. */
export const withoutMetricMath = (template: Template): Template => ({
  ...template,
  Resources: Object.fromEntries(
    Object.entries(template.Resources).map(([id, resource]) => {
      const { Metrics, ...properties } = resource.Properties ?? {};
      if (resource.Type !== 'AWS::CloudWatch::Alarm' || Metrics === undefined) return [id, resource];
      const [first] = (Metrics as readonly MetricQuery[]).flatMap(
        ({ MetricStat, Expression, Period = 0 }) => MetricStat ?? queried(Expression, Period),
      );
      if (first === undefined) throw new RangeError(`${id} looks at no metric`);
      const { Metric, Period, Stat } = first;
      return [id, { ...resource, Properties: { ...properties, ...Metric, Period, Statistic: Stat } }];
    }),
  ),
});

/** Nothing refers to them. */
export const withoutSavedQueries = (template: Template): Template => ({
  ...template,
  Resources: Object.fromEntries(
    Object.entries(template.Resources).filter(([, { Type }]) => Type !== 'AWS::Logs::QueryDefinition'),
  ),
});

function queried(expression = '', Period: number): Required<MetricQuery>['MetricStat'][] {
  const [, MetricName] = /^SELECT SUM\((\w+)\)/.exec(expression) ?? [];
  return MetricName === undefined
    ? []
    : [{ Metric: { Namespace: 'Interlock', MetricName }, Period, Stat: 'Sum' }];
}

interface MetricQuery {
  readonly Expression?: string;
  readonly Period?: number;
  readonly MetricStat?: { readonly Metric: object; readonly Period: number; readonly Stat: string };
}

const isStatement = (node: Node) => node.Effect === 'Allow' && node.Action !== undefined;

/** A copy, in which `change` was made to every object, the innermost first. */
function rewrite<T>(value: T, change: (node: Node) => Node): T {
  if (Array.isArray(value)) return value.map((item) => rewrite(item, change)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const copied = Object.entries(value).map(([name, inner]) => [name, rewrite(inner, change)]);
  return change(Object.fromEntries(copied)) as T;
}
