import { Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { acknowledgements } from '../../../lib/stack/acknowledgements.ts';
import { fixtureApp } from '../../fixtures/fixture-template.ts';

/** `path finding` of everything acknowledged in the app. */
function acknowledged(app: ReturnType<typeof fixtureApp>): string[] {
  return app.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.keys(data).map((finding) => `${node.path} ${finding}`)),
    );
}

describe('what cdk-nag and doctor find', () => {
  it('is acknowledged for nine rules and no more', () => {
    expect(Object.keys(acknowledgements)).toEqual([
      'AwsSolutions::AwsSolutions-SMG4',
      'AwsSolutions::AwsSolutions-SQS3',
      'Serverless::Serverless-SQSRedrivePolicy',
      'Serverless::Serverless-SNSRedrivePolicy',
      'Serverless::Serverless-LambdaDLQ',
      'Serverless::Serverless-LambdaEventSourceMappingDestination',
      'Serverless::Serverless-LambdaTracing',
      'Serverless::Serverless-LambdaStarPermissions',
      'Interlock::ShortVisibilityTimeout',
    ]);
  });

  it('is acknowledged where it is, and nowhere else', () => {
    const byName = (service: string, name: string) =>
      `arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${name}`;
    const ofIntegration = (name: string) => [
      `interlock-prod/${name}/DeadLetters Serverless::Serverless-SQSRedrivePolicy`,
      `interlock-prod/${name}/Undelivered AwsSolutions::AwsSolutions-SQS3`,
      `interlock-prod/${name}/Undelivered Serverless::Serverless-SQSRedrivePolicy`,
      `interlock-prod/${name}/Function Serverless::Serverless-LambdaDLQ`,
      `interlock-prod/${name}/Function Serverless::Serverless-LambdaTracing`,
      `interlock-prod/${name}/EventSource Serverless::Serverless-LambdaEventSourceMappingDestination`,
    ];
    expect(acknowledged(fixtureApp(['prod'])).sort()).toEqual(
      [
        'interlock-prod/Secret-billing AwsSolutions::AwsSolutions-SMG4',
        'interlock-prod/Secret-support AwsSolutions::AwsSolutions-SMG4',
        'interlock-prod/Unrouted AwsSolutions::AwsSolutions-SQS3',
        'interlock-prod/Unrouted Serverless::Serverless-SQSRedrivePolicy',
        'interlock-prod/UnroutedUndelivered AwsSolutions::AwsSolutions-SQS3',
        'interlock-prod/UnroutedUndelivered Serverless::Serverless-SQSRedrivePolicy',
        'interlock-prod/SupervisorQueue/DeadLetters Serverless::Serverless-SQSRedrivePolicy',
        'interlock-prod/SupervisorQueue/Queue Interlock::ShortVisibilityTimeout',
        'interlock-prod/ContractWatch/Asks/Queue Interlock::ShortVisibilityTimeout',
        ...[
          byName('sqs', 'interlock-prod-*'),
          byName('sqs', 'interlock-prod-*-dead-letters'),
          byName('lambda', 'event-source-mapping:*'),
          byName('secretsmanager', 'secret:interlock/prod/*'),
          '*',
        ].map(
          (resource) =>
            `interlock-prod/Supervisor/Role AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`,
        ),
        'interlock-prod/Supervisor/Role Serverless::Serverless-LambdaStarPermissions',
        `interlock-prod/ContractWatch/Role AwsSolutions::AwsSolutions-IAM5[Resource::${byName('secretsmanager', 'secret:interlock/prod/*')}]`,
        'interlock-prod/Supervisor/Function Serverless::Serverless-LambdaDLQ',
        'interlock-prod/Supervisor/Function Serverless::Serverless-LambdaTracing',
        'interlock-prod/Supervisor/EventSource Serverless::Serverless-LambdaEventSourceMappingDestination',
        'interlock-prod/ContractWatch/Asks/DeadLetters Serverless::Serverless-SQSRedrivePolicy',
        'interlock-prod/ContractWatch/Function Serverless::Serverless-LambdaDLQ',
        'interlock-prod/ContractWatch/Function Serverless::Serverless-LambdaTracing',
        'interlock-prod/ContractWatch/EventSource Serverless::Serverless-LambdaEventSourceMappingDestination',
        ...ofIntegration('order-paid-to-billing'),
        ...ofIntegration('order-placed-to-billing'),
        ...ofIntegration('order-placed-to-support'),
      ].sort(),
    );
  });

  it('leaves nothing open', () => {
    expect(() => fixtureApp(['dev'], true).synth()).not.toThrow();
  });

  it('fails the synthesis when it does', () => {
    const app = fixtureApp(['dev'], true);
    new Queue(app.node.findChild('interlock-dev'), 'Careless');
    expect(() => app.synth()).toThrow(/interlock-dev\/Careless\/Resource .*\n.*AwsSolutions-SQS4/);
  });
});
