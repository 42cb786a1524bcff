/** Fixed addresses of an environment: what they add to a template, whole, and nothing without them. */
import { App, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { beforeAll, describe, expect, it } from 'vitest';
import { functionSources } from '../../../lib/build/function-sources.ts';
import { type Egress, environments } from '../../../lib/environments.ts';
import { addEgress } from '../../../lib/stack/egress.ts';
import { IntegrationsStack } from '../../../lib/stack/integrations-stack.ts';
import { fixtureIntegrations } from '../../fixtures/fixture-integrations.ts';
import { fixtureTemplate, functionDir } from '../../fixtures/fixture-template.ts';

function appWith(egress: Egress) {
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
  new IntegrationsStack(app, {
    environment: { ...environments.prod, egress },
    integrations: fixtureIntegrations,
    functionDirs: new Map(functionSources(fixtureIntegrations).map(({ name }) => [name, functionDir])),
  });
  return app;
}
const templateWith = (...args: Parameters<typeof appWith>) =>
  Template.fromJSON(appWith(...args).synth().stacks[0]?.template);

interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation's
  readonly Properties: any;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
}
const resourcesOf = (template: Template): readonly (readonly [string, Resource])[] =>
  Object.entries(template.toJSON().Resources);
const countsOf = (template: Template) => {
  const counts: Record<string, number> = {};
  for (const [, { Type }] of resourcesOf(template)) counts[Type] = (counts[Type] ?? 0) + 1;
  return counts;
};

describe('an environment with fixed addresses', () => {
  let plain: Template;
  let template: Template;
  beforeAll(() => {
    plain = fixtureTemplate('prod');
    template = templateWith({ addresses: 2 });
  });
  const ofType = (type: string) => resourcesOf(template).filter(([, { Type }]) => Type === type);

  it('has a VPC, a way out in each zone, a gateway to DynamoDB, and a policy for each function beside the rest', () => {
    const before = countsOf(plain);
    const added = Object.entries(countsOf(template)).flatMap(([type, count]) => {
      const more = count - (before[type] ?? 0);
      return more === 0 ? [] : [[type, more]];
    });
    expect(Object.fromEntries(added)).toEqual({
      'AWS::EC2::EIP': 2,
      'AWS::EC2::InternetGateway': 1,
      'AWS::EC2::NatGateway': 2,
      'AWS::EC2::Route': 4,
      'AWS::EC2::RouteTable': 4,
      'AWS::EC2::SecurityGroup': 1,
      'AWS::EC2::Subnet': 4,
      'AWS::EC2::SubnetRouteTableAssociation': 4,
      'AWS::EC2::VPC': 1,
      'AWS::EC2::VPCEndpoint': 1,
      'AWS::EC2::VPCGatewayAttachment': 1,
      'AWS::IAM::Policy': 5,
    });
  });

  it('changes nothing else but where the functions run', () => {
    const after = new Map(resourcesOf(template));
    const changed = resourcesOf(plain).flatMap(([id, { Type, ...before }]) => {
      const { Type: _, ...found } = after.get(id) ?? { Type: '', Properties: {} };
      const { VpcConfig: __, ...properties } = found.Properties ?? {};
      const own = Type === 'AWS::Lambda::Function';
      const same = own
        ? JSON.stringify(properties) === JSON.stringify(before.Properties)
        : JSON.stringify(found) === JSON.stringify(before);
      return same ? [] : [id];
    });
    expect(changed).toEqual([]);
  });

  it('has every function in private subnets, out by HTTPS alone, once there is a way out', () => {
    const functions = ofType('AWS::Lambda::Function');
    const subnets = ofType('AWS::EC2::Subnet').filter(([id]) => id.includes('Functions'));
    const [[group, { Properties: rules }] = ['', { Properties: {} }]] = ofType('AWS::EC2::SecurityGroup');
    expect(functions).toHaveLength(5);
    for (const [, { Properties, DependsOn }] of functions) {
      expect(Properties.VpcConfig).toEqual({
        SubnetIds: subnets.map(([Ref]) => ({ Ref })),
        SecurityGroupIds: [{ 'Fn::GetAtt': [group, 'GroupId'] }],
      });
      expect(DependsOn?.filter((id) => id.includes('DefaultRoute'))).toHaveLength(2);
      expect(DependsOn?.filter((id) => id.includes('RoleDefaultPolicy'))).toHaveLength(1);
    }
    expect([rules.SecurityGroupIngress, rules.SecurityGroupEgress]).toEqual([
      undefined,
      [
        {
          CidrIp: '0.0.0.0/0',
          Description: 'third parties and AWS',
          FromPort: 443,
          ToPort: 443,
          IpProtocol: 'tcp',
        },
      ],
    ]);
    expect(ofType('AWS::EC2::Subnet').map(([, one]) => one.Properties.MapPublicIpOnLaunch)).toEqual(
      Array(4).fill(false),
    );
  });

  it('lets Lambda make interfaces, and denies it to the code of each function', () => {
    const actions = [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ];
    const policies = ofType('AWS::IAM::Policy').filter(([id]) => id.includes('RoleDefaultPolicy'));
    const denied = policies.map(([, { Properties }]) => {
      const [allow, deny] = Properties.PolicyDocument.Statement;
      expect([allow.Effect, allow.Action, deny.Effect, deny.Action]).toEqual([
        'Allow',
        actions,
        'Deny',
        actions,
      ]);
      return JSON.stringify(deny.Condition).match(/function:[\w-]+/)?.[0];
    });
    const names = ofType('AWS::Lambda::Function').map(([, { Properties }]) => Properties.FunctionName);
    expect(denied.sort()).toEqual(names.map((name) => `function:${name}`).sort());
  });

  it('tells the addresses, which stay when the stack goes: others have them in their lists', () => {
    const ids = ofType('AWS::EC2::EIP').map(([id]) => id);
    expect(template.toJSON().Outputs.EgressAddresses.Value).toEqual({
      'Fn::Join': [',', ids.map((Ref) => ({ Ref }))],
    });
    expect(ofType('AWS::EC2::EIP').map(([, one]) => one.DeletionPolicy)).toEqual(
      ofType('AWS::DynamoDB::Table')
        .concat(ofType('AWS::DynamoDB::Table'))
        .map(([, one]) => one.DeletionPolicy),
    );
    expect(ofType('AWS::EC2::NatGateway').map(([, one]) => one.Properties.AllocationId)).toEqual(
      ids.map((id) => ({ 'Fn::GetAtt': [id, 'AllocationId'] })),
    );
  });

  it('has one way out for both zones where one address is asked for, and the first stays when a second comes', () => {
    const one = templateWith({ addresses: 1 });
    const counts = countsOf(one);
    expect([counts['AWS::EC2::EIP'], counts['AWS::EC2::NatGateway'], counts['AWS::EC2::Subnet']]).toEqual([
      1, 1, 4,
    ]);
    const [[first] = ['']] = resourcesOf(one).filter(([, { Type }]) => Type === 'AWS::EC2::EIP');
    expect(ofType('AWS::EC2::EIP').map(([id]) => id)).toContain(first);
  });

  it('has nothing that cdk-nag finds', () => {
    // Around one function: what the rest of a stack has is looked at elsewhere, and looking takes seconds.
    const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    const stack = new Stack(app, 'one-function');
    new LambdaFunction(stack, 'Function', {
      functionName: 'one-function',
      runtime: Runtime.NODEJS_24_X,
      handler: 'handler.handler',
      code: Code.fromAsset(functionDir),
      role: new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }),
    });
    addEgress(stack, { addresses: 2, removalPolicy: RemovalPolicy.RETAIN });
    expect(() => app.synth()).not.toThrow();
  });
});

it('an environment without has no VPC: in the cloud by default, and on this machine always', () => {
  expect(Object.values(environments).filter(({ egress }) => egress !== undefined)).toEqual([]);
  for (const name of ['local', 'dev', 'staging', 'prod'] as const) {
    const types = Object.keys(countsOf(fixtureTemplate(name)));
    expect(types.filter((type) => type.startsWith('AWS::EC2'))).toEqual([]);
  }
});
