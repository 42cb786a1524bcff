/** Fixed addresses for what the functions send, where third parties allow-list those who may call. */
import { CfnOutput, Fn, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  CfnEIP,
  GatewayVpcEndpointAwsService,
  type IVpc,
  IpAddresses,
  NatProvider,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Egress } from '../environments.ts';

export interface EgressProps extends Egress {
  /** Of the addresses: others have them in their lists. */
  readonly removalPolicy: RemovalPolicy;
}

/** Nothing is peered with it. A few network interfaces of Lambda's are in each zone, whatever runs: 59 addresses do. */
const addressesOf = { vpc: '10.0.0.0/24', functionsMask: 26, publicMask: 28 };

/** The fewest over which Lambda can go on without one of them, and the most that a stack of any region knows. */
const zones = 2;

/** To third parties and AWS over TLS, and to nobody else. Names are looked up at the VPC's own server, which asks no group. */
const httpsPort = 443;

/**
 * What Lambda needs to put a function into a VPC. The function's own code is denied it: who broke into one could give
 * himself interfaces. https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
const interfaceActions = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/**
 * Puts every function of `stack` behind fixed addresses, and tells them as an output. Call it when the functions are there.
 * DynamoDB is reached by a gateway, which costs nothing; all else by NAT, which is paid for anyway (docs/cost.md).
 */
export function addEgress(stack: Stack, { addresses, removalPolicy }: EgressProps): void {
  const own = Array.from({ length: addresses }, (_, at) => {
    const address = new CfnEIP(stack, `EgressAddress${at + 1}`, { domain: 'vpc' });
    address.applyRemovalPolicy(removalPolicy);
    return address;
  });
  const vpc = new Vpc(stack, 'Egress', {
    ipAddresses: IpAddresses.cidr(addressesOf.vpc),
    maxAzs: zones,
    natGateways: addresses,
    natGatewayProvider: NatProvider.gateway({
      eipAllocationIds: own.map(({ attrAllocationId }) => attrAllocationId),
    }),
    subnetConfiguration: [
      {
        name: 'Public',
        subnetType: SubnetType.PUBLIC,
        cidrMask: addressesOf.publicMask,
        mapPublicIpOnLaunch: false,
      },
      {
        name: 'Functions',
        subnetType: SubnetType.PRIVATE_WITH_EGRESS,
        cidrMask: addressesOf.functionsMask,
      },
    ],
    gatewayEndpoints: { Ledger: { service: GatewayVpcEndpointAwsService.DYNAMODB } },
    // Nothing is in it, and closing it takes a function that may change groups.
    restrictDefaultSecurityGroup: false,
  });
  Validations.of(vpc).acknowledge({
    id: 'AwsSolutions::AwsSolutions-VPC7',
    reason:
      'Nothing listens in it. Whom the functions call stands in their log lines, by name; a flow log has addresses, and costs more than the lines.',
  });
  const group = new SecurityGroup(stack, 'EgressGroup', {
    // Its optional id may be undefined, which the interface does not say.
    vpc: vpc as IVpc,
    description: 'Functions of Interlock: out by HTTPS, and nobody in',
    allowAllOutbound: false,
  });
  group.addEgressRule(Peer.anyIpv4(), Port.tcp(httpsPort), 'third parties and AWS');
  const { subnetIds, internetConnectivityEstablished } = vpc.selectSubnets({
    subnetType: SubnetType.PRIVATE_WITH_EGRESS,
  });
  for (const one of stack.node.findAll()) {
    if (!(one instanceof LambdaFunction)) continue;
    (one.node.defaultChild as CfnFunction).vpcConfig = {
      subnetIds,
      securityGroupIds: [group.securityGroupId],
    };
    allowInterfaces(one);
    // Before it the first events would find no way out, and each would have lost an attempt.
    one.node.addDependency(internetConnectivityEstablished);
  }
  new CfnOutput(stack, 'EgressAddresses', {
    description: 'What third parties see the calls come from',
    value: Fn.join(
      ',',
      own.map(({ ref }) => ref),
    ),
  });
}

function allowInterfaces(one: LambdaFunction): void {
  const { functionName = '' } = one.node.defaultChild as CfnFunction;
  const functionArn = Stack.of(one).formatArn({
    service: 'lambda',
    resource: `function:${functionName}`,
  });
  one.addToRolePolicy(
    new PolicyStatement({ sid: 'LambdaMakesInterfaces', actions: interfaceActions, resources: ['*'] }),
  );
  one.addToRolePolicy(
    new PolicyStatement({
      sid: 'ItsCodeMakesNone',
      effect: Effect.DENY,
      actions: interfaceActions,
      resources: ['*'],
      conditions: { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } },
    }),
  );
  if (one.role !== undefined) {
    Validations.of(one.role).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason:
        'Interfaces have no names of their own; Lambda makes them, and the code of the function is denied to.',
    });
  }
}
