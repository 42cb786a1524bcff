/** What of a template holds something that no deployment can make again, and under which id and name it stands there. */
import type { Template } from '../../../lib/local/aws/template.ts';

export interface StatefulResource {
  readonly type: string;
  /** The physical name; keys of KMS have none. */
  readonly name?: string;
}

/** By logical id; in a part, behind that of the part. */
export type StatefulResources = Readonly<Record<string, StatefulResource>>;

/** Each stateful type: the property that is its name, and what is lost with it. */
const statefulTypes: Readonly<Record<string, { readonly name?: string; readonly holds: string }>> = {
  'AWS::DynamoDB::Table': {
    name: 'TableName',
    holds: 'what was delivered: without it everything that is published or redriven again is delivered again',
  },
  'AWS::SQS::Queue': { name: 'QueueName', holds: 'events and dead letters that nobody has delivered yet' },
  'AWS::SNS::Topic': {
    name: 'TopicName',
    holds: 'the subscriptions of others (who is on call) and the address that publishers know',
  },
  'AWS::SecretsManager::Secret': { name: 'Name', holds: 'the credentials that an operator set' },
  'AWS::Logs::LogGroup': { name: 'LogGroupName', holds: 'every attempt that was made' },
  'AWS::KMS::Key': { holds: 'the key of both topics' },
};

/** What can be made again from the template alone. A new type belongs either here or above. */
const statelessTypes: ReadonlySet<string> = new Set([
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::ApplicationAutoScaling::ScalingPolicy',
  // What is in it is looked at as if it stood outside.
  'AWS::CloudFormation::Stack',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Events::Rule',

  'AWS::IAM::Role',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Logs::QueryDefinition',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::SSM::Parameter',
]);

/** The templates of an environment, by the logical id of each part; its own by an empty one. */
type Templates = ReadonlyMap<string, Template>;

/** With their policies of deletion. */
export const resourcesIn = (templates: Templates) =>
  [...templates].flatMap(([part, { Resources }]) =>
    Object.entries(Resources).map(([id, one]) => [part === '' ? id : `${part}.${id}`, one] as const),
  );

export function statefulResources(templates: Templates): StatefulResources {
  const found = resourcesIn(templates).flatMap(([id, { Type: type, Properties }]) => {
    const stateful = statefulTypes[type];
    if (stateful === undefined) return [];
    const name = stateful.name === undefined ? undefined : String(Properties[stateful.name]);
    return [[id, name === undefined ? { type } : { type, name }] as const];
  });
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export const unknownTypes = (templates: Templates): readonly string[] =>
  [...new Set(resourcesIn(templates).map(([, { Type }]) => Type))].filter(
    (type) => statefulTypes[type] === undefined && !statelessTypes.has(type),
  );

/** One sentence for each resource that a deployment of `now` over `before` would take out of the stack. */
export function losses(before: StatefulResources, now: StatefulResources): readonly string[] {
  return Object.entries(before).flatMap(([id, { type, name }]) => {
    const same = now[id]?.type === type && now[id]?.name === name;
    if (same) return [];
    const holds = statefulTypes[type]?.holds ?? 'data';
    const becomes =
      now[id] === undefined ? 'is gone from the template' : `became ${now[id].name ?? now[id].type}`;
    return [
      `${id} (${type} ${name ?? ''}) ${becomes}. It holds ${holds}. Deployed, dev deletes it; staging and prod keep it, ` +
        'outside of the stack: nothing is delivered from it any more, and its name is taken, so that the next creation fails. ' +
        'To remove an integration, let it retire first; if it is meant: npm run accept:stateful (docs/promotion.md)',
    ];
  });
}
