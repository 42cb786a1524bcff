/** Who may do what, as whole tables: each role, each queue's policy, both topics' and the key's. */
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixtureTemplate } from '../../fixtures/fixture-template.ts';
import { propertiesOf } from '../../fixtures/template-resources.ts';

let prod: Template;
beforeAll(() => {
  prod = fixtureTemplate('prod');
});

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Principal?: unknown;
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

const nameKeys = ['QueueName', 'TopicName', 'TableName', 'FunctionName', 'LogGroupName', 'Name'];

/** References as the name of what they lead to, joined texts as one: `Ref` and `Fn::GetAtt` read alike. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const {
    Ref,
    'Fn::GetAtt': attribute,
    'Fn::Join': join,
  } = value as {
    readonly Ref?: string;
    readonly 'Fn::GetAtt'?: readonly string[];
    readonly 'Fn::Join'?: readonly [separator: string, parts: readonly unknown[]];
  };
  if (join !== undefined) return join[1].map(plain).join(join[0]);
  const id = Ref ?? attribute?.[0];
  if (id === undefined)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
  if (id.startsWith('AWS::')) return `<${id.slice(5)}>`;
  const { Properties = {}, Type } = prod.toJSON().Resources[id] ?? {};
  const name = nameKeys.map((key) => Properties[key]).find((one) => one !== undefined);
  // An event source has no name: it is known by the queue that it reads.
  if (Type === 'AWS::Lambda::EventSourceMapping') return `source of ${plain(Properties.EventSourceArn)}`;
  return name ?? `<${Type}>`;
}

const list = (one: unknown) => (Array.isArray(one) ? one : [one]);

/** One line a statement: who may do what to what, on which condition. */
function lineOf({ Effect, Action, Principal, Resource, Condition }: Statement): string {
  const who = Principal === undefined ? '' : `${JSON.stringify(plain(Principal))} `;
  const when = Condition === undefined ? '' : ` if ${JSON.stringify(plain(Condition))}`;
  return `${Effect} ${who}${list(Action).join(' ')} on ${list(plain(Resource)).join(' ')}${when}`;
}

const linesOf = (document: unknown) =>
  (document as { readonly Statement: readonly Statement[] }).Statement.map(lineOf);

/** Roles by what they are for. */
function rolesOf(template: Template): Record<string, readonly string[]> {
  return Object.fromEntries(
    propertiesOf(template, 'AWS::IAM::Role').map(({ Description, Policies }) => [
      String(Description),
      (Policies as readonly { PolicyDocument: unknown }[]).flatMap(({ PolicyDocument }) =>
        linesOf(PolicyDocument),
      ),
    ]),
  );
}

const keys = (...names: readonly string[]) =>
  ` if ${JSON.stringify({
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': names },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  })}`;

const worker = (integration: string, destination: string) => [
  `Allow sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes sqs:ChangeMessageVisibility on interlock-prod-${integration}`,
  `Allow sqs:SendMessage on interlock-prod-${integration}-dead-letters`,
  'Allow sqs:SendMessage on interlock-prod-supervisor',
  `Allow dynamodb:GetItem dynamodb:UpdateItem on interlock-prod-ledger${keys(`${integration}#*`, `destination#${destination}#*`)}`,
  `Allow secretsmanager:GetSecretValue on interlock/prod/${destination}`,
  `Allow logs:CreateLogStream logs:PutLogEvents on /interlock/prod/${integration}`,
];

describe('a role', () => {
  it('is there for each function, for Lambda only, without a policy of somebody else', () => {
    const roles = propertiesOf(prod, 'AWS::IAM::Role');
    expect(roles.map(({ Description }) => Description).sort()).toEqual([
      'What the contract watch may do',
      'What the function of order-paid-to-billing may do',
      'What the function of order-placed-to-billing may do',
      'What the function of order-placed-to-support may do',
      'What the supervisor may do',
    ]);
    for (const role of roles) {
      expect(role.AssumeRolePolicyDocument).toEqual({
        Version: '2012-10-17',
        Statement: [
          { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
        ],
      });
      expect([role.ManagedPolicyArns, role.Policies]).toEqual([undefined, [expect.anything()]]);
    }
    for (const type of ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::Lambda::Permission'])
      prod.resourceCountIs(type, 0);
  });

  it.each([
    ['order-placed-to-billing', 'billing'],
    ['order-paid-to-billing', 'billing'],
    ['order-placed-to-support', 'support'],
  ])(
    'of %s allows what its function does, on what is its own, and nothing more',
    (integration, destination) => {
      expect(rolesOf(prod)[`What the function of ${integration} may do`]).toEqual(
        worker(integration, destination),
      );
    },
  );

  it('of the contract watch allows to look at all destinations, and no delivery', () => {
    expect(rolesOf(prod)['What the contract watch may do']).toEqual([
      'Allow sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes on interlock-prod-contract-watch',
      `Allow dynamodb:GetItem dynamodb:UpdateItem on interlock-prod-ledger${keys('destination#*')}`,
      'Allow secretsmanager:GetSecretValue on arn:<Partition>:secretsmanager:<Region>:<AccountId>:secret:interlock/prod/*',
      'Allow logs:CreateLogStream logs:PutLogEvents on /interlock/prod/contract-watch',
    ]);
  });

  it('of each function is the one that is named for it', () => {
    for (const { FunctionName, Role } of propertiesOf(prod, 'AWS::Lambda::Function')) {
      const [id = ''] = (Role as { readonly 'Fn::GetAtt': readonly string[] })['Fn::GetAtt'];
      const role = prod.toJSON().Resources[id].Properties.Description;
      const name = String(FunctionName).replace('interlock-prod-', '');
      expect(
        role.replace('the contract watch', 'contract-watch').replace('the supervisor', 'supervisor'),
      ).toMatch(new RegExp(`^What (the function of )?${name} may do$`));
    }
  });
});

const tlsOnly = (queue: string) =>
  `Deny {"AWS":"*"} sqs:* on ${queue} if {"Bool":{"aws:SecureTransport":"false"}}`;
const fromEvents = (queue: string) =>
  `Allow {"Service":"sns.amazonaws.com"} sqs:SendMessage on ${queue} if {"ArnEquals":{"aws:SourceArn":"interlock-prod-events"}}`;
const fromClock = (queue: string, clock: string, actions: string) =>
  `Allow {"Service":"events.amazonaws.com"} ${actions} on ${queue} if {"ArnEquals":{"aws:SourceArn":"${clock}"}}`;

describe('the policy of a queue', () => {
  it('lets in the events topic or its clock where there is one, and nobody without TLS', () => {
    const policies = propertiesOf(prod, 'AWS::SQS::QueuePolicy').map(({ Queues, PolicyDocument }) => [
      String((plain(Queues) as readonly string[]).join()).replace('interlock-prod-', ''),
      linesOf(PolicyDocument),
    ]);
    const full = (name: string) => `interlock-prod-${name}`;
    const integrations = ['order-placed-to-billing', 'order-paid-to-billing', 'order-placed-to-support'];
    const open = [
      ...integrations,
      ...integrations.map((name) => `${name}-undelivered`),
      'unrouted',
      'unrouted-undelivered',
    ];
    const clocked = ['supervisor', 'contract-watch'];
    // What CDK grants the target of a rule is what EventBridge asks for.
    const asTarget = 'sqs:SendMessage sqs:GetQueueAttributes sqs:GetQueueUrl';
    expect(Object.fromEntries(policies)).toEqual(
      Object.fromEntries([
        ...integrations.map((name) => [`${name}-dead-letters`, [tlsOnly(full(`${name}-dead-letters`))]]),
        ...open.map((name) => [name, [tlsOnly(full(name)), fromEvents(full(name))]]),
        ...clocked.flatMap((name) => {
          const letters = `${name}-dead-letters`;
          return [
            [name, [tlsOnly(full(name)), fromClock(full(name), full(name), asTarget)]],
            [letters, [tlsOnly(full(letters)), fromClock(full(letters), full(name), 'sqs:SendMessage')]],
          ];
        }),
      ]),
    );
  });
});

const ourAlarms =
  '{"StringEquals":{"aws:SourceAccount":"<AccountId>"},"ArnLike":{"aws:SourceArn":"arn:<Partition>:cloudwatch:<Region>:<AccountId>:alarm:interlock-prod-*"}}';

describe('the policies of topics and key', () => {
  it('of the events topic lets in whom the account lets, of the alerts topic the alarms too, nobody without TLS', () => {
    const policies = propertiesOf(prod, 'AWS::SNS::TopicPolicy').map(({ Topics, PolicyDocument }) => [
      String((plain(Topics) as readonly string[]).join()),
      linesOf(PolicyDocument),
    ]);
    const tls = (topic: string) =>
      `Deny "*" sns:Publish on ${topic} if {"Bool":{"aws:SecureTransport":"false"}}`;
    expect(Object.fromEntries(policies)).toEqual({
      'interlock-prod-events': [tls('interlock-prod-events')],
      'interlock-prod-alerts': [
        tls('interlock-prod-alerts'),
        `Allow {"Service":"cloudwatch.amazonaws.com"} sns:Publish on interlock-prod-alerts if ${ourAlarms}`,
      ],
    });
  });

  it('of the key let the account administer it, publishers and alarms encrypt, and nobody else', () => {
    const [key, ...others] = propertiesOf(prod, 'AWS::KMS::Key');
    expect(others).toEqual([]);
    expect(linesOf(key?.KeyPolicy)).toEqual([
      'Allow {"AWS":"arn:<Partition>:iam::<AccountId>:root"} kms:* on *',
      'Allow {"AWS":"*"} kms:Decrypt kms:GenerateDataKey* on * if {"StringEquals":{"kms:CallerAccount":"<AccountId>","kms:ViaService":"sns.<Region>.<URLSuffix>"}}',
      `Allow {"Service":"cloudwatch.amazonaws.com"} kms:Decrypt kms:GenerateDataKey* on * if ${ourAlarms}`,
    ]);
  });
});
