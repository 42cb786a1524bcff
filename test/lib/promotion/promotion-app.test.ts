import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPromotionApp } from '../../../lib/promotion/promotion-app.ts';

const promotion = (context: Record<string, string>) => {
  const assembly = createPromotionApp({ context }).synth();
  const [stack] = assembly.stacks;
  return { assembly, stack, template: Template.fromJSON(stack?.template) };
};

const acme = { repository: 'acme/interlock' };

/** `arn:<AWS::Partition>:…` of a resource that is put together. */
const written = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(written);
  const { 'Fn::Join': join } = value as { 'Fn::Join'?: [string, (string | { Ref: string })[]] };
  return join?.[1].map((part) => (typeof part === 'string' ? part : `<${part.Ref}>`)).join('') ?? value;
};

function roleOf(template: Template, RoleName: string) {
  const [role] = Object.values(template.findResources('AWS::IAM::Role', { Properties: { RoleName } }));
  const { AssumeRolePolicyDocument, Policies, ManagedPolicyArns } = role?.Properties ?? {};
  const statements = Policies[0].PolicyDocument.Statement.map(
    ({ Sid, Effect, Action, Resource, Condition }: Record<string, unknown>) => {
      expect([Effect, Condition]).toEqual(['Allow', undefined]);
      return [Sid, Action, written(Resource)];
    },
  );
  expect([ManagedPolicyArns, Policies.length]).toEqual([undefined, 1]);
  return { trust: AssumeRolePolicyDocument.Statement, statements };
}

const account = '<AWS::AccountId>';
const bootstrapRoles = [
  'DeployByTheBootstrapRoles',
  'sts:AssumeRole',
  [
    `arn:<AWS::Partition>:iam::${account}:role/cdk-hnb659fds-deploy-role-${account}-<AWS::Region>`,
    `arn:<AWS::Partition>:iam::${account}:role/cdk-hnb659fds-file-publishing-role-${account}-<AWS::Region>`,
  ],
];
const readActions = ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'];
const own = (service: string, resource: string) =>
  `arn:<AWS::Partition>:${service}:<AWS::Region>:${account}:${resource}`;

let usual: ReturnType<typeof promotion>;
beforeAll(() => {
  usual = promotion(acme);
});

describe('the stack that lets workflows deploy', () => {
  it('trusts the jobs of one repository in one GitHub environment, and no others', () => {
    const { template } = usual;
    for (const environment of ['dev', 'staging', 'prod']) {
      expect(roleOf(template, `interlock-${environment}-deploy`).trust).toEqual([
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRoleWithWebIdentity',
          Principal: { Federated: { Ref: 'GitHub38B7EEC4' } },
          Condition: {
            StringEquals: {
              'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
              'token.actions.githubusercontent.com:sub': `repo:acme/interlock:environment:${environment}`,
            },
          },
        },
      ]);
    }
  });

  it('lets a deployment of dev deploy, start the functions, send an event and read what became of it', () => {
    const { statements } = roleOf(usual.template, 'interlock-dev-deploy');
    expect(statements).toEqual([
      bootstrapRoles,
      ['ReadWhatIsDeployed', readActions, own('cloudformation', 'stack/interlock-dev/*')],
      ['StartItsFunctions', 'lambda:InvokeFunction', own('lambda', 'function:interlock-dev-*')],
      ['FindTheTopic', ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl'], own('sqs', 'interlock-dev-*')],
      ['SendAnEvent', 'sns:Publish', own('sns', 'interlock-dev-events')],
      ['ReadWhatBecameOfIt', 'logs:FilterLogEvents', own('logs', 'log-group:/interlock/dev/*')],
    ]);
  });

  it('lets one role deploy to several regions, where they are named: roles are the account’s', () => {
    const { template } = promotion({ ...acme, regions: 'eu-central-1,us-east-1' });
    const inEach = (service: string, resource: string) =>
      ['eu-central-1', 'us-east-1'].map(
        (region) => `arn:<AWS::Partition>:${service}:${region}:${account}:${resource}`,
      );
    const role = (name: string, region: string) =>
      `arn:<AWS::Partition>:iam::${account}:role/cdk-hnb659fds-${name}-${account}-${region}`;
    expect(roleOf(template, 'interlock-dev-deploy').statements).toEqual([
      [
        'DeployByTheBootstrapRoles',
        'sts:AssumeRole',
        [
          role('deploy-role', 'eu-central-1'),
          role('file-publishing-role', 'eu-central-1'),
          role('deploy-role', 'us-east-1'),
          role('file-publishing-role', 'us-east-1'),
        ],
      ],
      ['ReadWhatIsDeployed', readActions, inEach('cloudformation', 'stack/interlock-dev/*')],
      ['StartItsFunctions', 'lambda:InvokeFunction', inEach('lambda', 'function:interlock-dev-*')],
      ['FindTheTopic', ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl'], inEach('sqs', 'interlock-dev-*')],
      ['SendAnEvent', 'sns:Publish', inEach('sns', 'interlock-dev-events')],
      ['ReadWhatBecameOfIt', 'logs:FilterLogEvents', inEach('logs', 'log-group:/interlock/dev/*')],
    ]);
    expect(roleOf(template, 'interlock-diff').statements).toEqual([
      [
        'ReadWhatIsDeployed',
        readActions,
        ['dev', 'staging', 'prod'].flatMap((name) => inEach('cloudformation', `stack/interlock-${name}/*`)),
      ],
    ]);
    expect(Object.keys(template.findResources('AWS::IAM::Role'))).toHaveLength(4);
  });

  it.each(['*', 'eu-central-1,', 'eu-central-1, us-east-1', 'europe'])(
    'refuses %s for regions',
    (regions) => {
      expect(() => promotion({ ...acme, regions })).toThrow(
        /^-c regions: expected eu-central-1,us-east-1, got "/,
      );
    },
  );

  it('lets a deployment of prod send nothing and read no log', () => {
    const { statements } = roleOf(usual.template, 'interlock-prod-deploy');
    expect(statements).toEqual([
      bootstrapRoles,
      ['ReadWhatIsDeployed', readActions, own('cloudformation', 'stack/interlock-prod/*')],
      ['StartItsFunctions', 'lambda:InvokeFunction', own('lambda', 'function:interlock-prod-*')],
    ]);
  });

  it('lets jobs on the main branch compare, and do nothing else', () => {
    const { trust, statements } = roleOf(usual.template, 'interlock-diff');
    expect(trust[0].Condition).toEqual({
      StringEquals: {
        'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        'token.actions.githubusercontent.com:sub': 'repo:acme/interlock:ref:refs/heads/main',
      },
    });
    const stacks = ['dev', 'staging', 'prod'].map((name) =>
      own('cloudformation', `stack/interlock-${name}/*`),
    );
    expect(statements).toEqual([['ReadWhatIsDeployed', readActions, stacks]]);
  });

  it('makes the roles of the environments of this account only', () => {
    const { template } = promotion({ ...acme, environments: 'prod' });
    const names = Object.values(template.findResources('AWS::IAM::Role')).map(
      ({ Properties }) => Properties.RoleName,
    );
    expect(names).toEqual(['interlock-prod-deploy', 'interlock-diff']);
  });

  it('makes the identity provider of GitHub, or takes the one that the account has', () => {
    usual.template.hasResourceProperties('AWS::IAM::OIDCProvider', {
      Url: 'https://token.actions.githubusercontent.com',
      ClientIdList: ['sts.amazonaws.com'],
    });
    const { template } = promotion({ ...acme, oidcProvider: 'import' });
    template.resourceCountIs('AWS::IAM::OIDCProvider', 0);
    const [statement] = roleOf(template, 'interlock-dev-deploy').trust;
    expect(written(statement.Principal.Federated)).toBe(
      'arn:<AWS::Partition>:iam::<AWS::AccountId>:oidc-provider/token.actions.githubusercontent.com',
    );
  });

  it('cannot be deleted by accident', () => {
    expect(usual.stack?.terminationProtection).toBe(true);
  });

  it('leaves nothing open that cdk-nag finds', () => {
    expect(() => promotion(acme)).not.toThrow();
  });

  it.each([
    [{}, 'say which repository may deploy: -c repository=<owner>/<name>'],
    [{ repository: 'acme/*' }, '"repo:acme/*:environment:dev" is no subject of a GitHub token'],
    [{ repository: 'acme' }, '"repo:acme:environment:dev" is no subject of a GitHub token'],
    [{ ...acme, branch: '*' }, '"repo:acme/interlock:ref:refs/heads/*" is no subject of a GitHub token'],
    [{ ...acme, environments: 'dev,local' }, '-c environments: expected dev or staging or prod, got "local"'],
    [{ ...acme, oidcProvider: 'yes' }, '-c oidcProvider: expected create or import, got "yes"'],
  ])('refuses %j', (context, message) => {
    expect(() => promotion(context as Record<string, string>)).toThrow(message);
  });
});
