import type { Rule } from '../rule.ts';
import type { StackResource } from '../stack-resources.ts';

interface Statement {
  readonly Effect?: string;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

const list = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** References by their names, as cdk-nag writes them: `arn:<AWS::Partition>:sqs:…`. */
function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  const {
    Ref,
    'Fn::GetAtt': attribute,
    'Fn::Join': join,
  } = value as {
    readonly Ref?: string;
    readonly 'Fn::GetAtt'?: readonly string[];
    readonly 'Fn::Join'?: readonly [separator: string, parts: readonly unknown[]];
  };
  if (join !== undefined && Array.isArray(join[1])) return join[1].map(plain).join(join[0]);
  if (Ref !== undefined) return `<${Ref}>`;
  return attribute === undefined ? JSON.stringify(value) : `<${attribute.join('.')}>`;
}

/** Policies of a role, or of what others may do with a resource. */
function statementsOf({ properties }: StackResource): readonly Statement[] {
  const { PolicyDocument, Policies, KeyPolicy, AssumeRolePolicyDocument } = properties;
  const documents = [
    PolicyDocument,
    KeyPolicy,
    AssumeRolePolicyDocument,
    ...list(Policies).map((one) => (one as { readonly PolicyDocument?: unknown }).PolicyDocument),
  ];
  return documents.flatMap(
    (one) => list((one as { readonly Statement?: unknown } | undefined)?.Statement) as readonly Statement[],
  );
}

const isOfRole = ({ type }: StackResource) =>
  ['AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].includes(type);

function wildcardsIn(statement: Statement, resource: StackResource): readonly string[] {
  const { Effect, Action, NotAction, Resource, NotResource, Principal, Condition } = statement;
  if (Effect !== 'Allow') return [];
  const isForAll = list((Principal as { readonly AWS?: unknown } | undefined)?.AWS ?? Principal).includes(
    '*',
  );
  if (!isOfRole(resource)) return isForAll && Condition === undefined ? ['whoever asks'] : [];
  const allBut = NotAction !== undefined || NotResource !== undefined ? ['all but a few'] : [];
  const anybody = isForAll ? ['whoever asks'] : [];
  const actions = list(Action)
    .map(plain)
    .filter((one) => one.includes('*'));
  const resources = list(Resource)
    .map(plain)
    .filter((one) => one.includes('*'));
  const isAcknowledged = (of: 'Action' | 'Resource', text: string) =>
    resource.acknowledged.includes(`AwsSolutions::AwsSolutions-IAM5[${of}::${text}]`);
  return [
    ...allBut,
    ...anybody,
    ...actions.filter((one) => !isAcknowledged('Action', one)),
    ...resources.filter((one) => !isAcknowledged('Resource', one)),
  ];
}

/** A role may do what it is for; a pattern needs a reason, and has it where it is made. */
export const wildcardGrant: Rule = {
  name: 'wildcard-grant',
  mistake: 6,
  breaches: ({ resources }) =>
    resources.flatMap((resource) =>
      [...new Set(statementsOf(resource).flatMap((one) => wildcardsIn(one, resource)))].map((wildcard) => ({
        file: resource.file,
        line: resource.line,
        what: `${resource.path} grants "${wildcard}"`,
        todo: 'name the actions and the resources; where AWS knows nothing narrower, acknowledge it with the reason (lib/stack/acknowledgements.ts)',
      })),
    ),
};
