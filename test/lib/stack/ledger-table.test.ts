import { App, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { beforeAll, describe, expect, it } from 'vitest';
import { functionSources } from '../../../lib/build/function-sources.ts';
import { type Environment, environments, type LedgerWrites } from '../../../lib/environments.ts';
import { templateSchema } from '../../../lib/local/aws/template.ts';
import { IntegrationsStack } from '../../../lib/stack/integrations-stack.ts';
import { fixtureIntegrations } from '../../fixtures/fixture-integrations.ts';
import { functionDir } from '../../fixtures/fixture-template.ts';
import { losses, statefulResources, unknownTypes } from './stateful-resources.ts';

/** Of an environment without parts. */
const templates = (own: Template) => new Map([['', templateSchema.parse(own.toJSON())]]);

/** Synthesizes prod, or what it would be, with all checks of a deployment. */
function templateOf(changes: Partial<Environment> = {}): Template {
  const app = new App();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  const stack = new IntegrationsStack(app, {
    environment: { ...environments.prod, ...changes },
    integrations: fixtureIntegrations,
    parts: {},
    functionDirs: new Map(functionSources(fixtureIntegrations).map(({ name }) => [name, functionDir])),
  });
  app.synth();
  return Template.fromStack(stack);
}

const withWrites = (perSecondMin: number, perSecondMax: number) =>
  templateOf({ ledgerWrites: { perSecondMin, perSecondMax } });

const tableIn = (template: Template) => Object.entries(template.findResources('AWS::DynamoDB::Table'))[0];

let onDemand: Template;
let provisioned: Template;
beforeAll(() => {
  onDemand = templateOf();
  provisioned = withWrites(20, 400);
});

describe('the ledger', () => {
  it('is paid for each write, in every environment that says nothing else', () => {
    expect(Object.values(environments).filter(({ ledgerWrites }) => ledgerWrites !== undefined)).toEqual([]);
    expect(tableIn(onDemand)?.[1].Properties).toMatchObject({ BillingMode: 'PAY_PER_REQUEST' });
    expect(tableIn(onDemand)?.[1].Properties).not.toHaveProperty('ProvisionedThroughput');
    onDemand.resourceCountIs('AWS::ApplicationAutoScaling::ScalableTarget', 0);
  });

  it('begins with as many writes as there may be, and with a read a second for each sandbox of an integration', () => {
    expect(tableIn(provisioned)?.[1].Properties).toMatchObject({
      BillingMode: 'PROVISIONED',
      // Of the three fixtures five, five and two.
      ProvisionedThroughput: { ReadCapacityUnits: 12, WriteCapacityUnits: 400 },
    });
  });

  it('follows its writes between the two bounds, so that 70 of 100 are used', () => {
    const [id] = tableIn(provisioned) ?? [];
    provisioned.resourcePropertiesCountIs(
      'AWS::ApplicationAutoScaling::ScalableTarget',
      {
        MinCapacity: 20,
        MaxCapacity: 400,
        ResourceId: { 'Fn::Join': ['', ['table/', { Ref: id }]] },
        ScalableDimension: 'dynamodb:table:WriteCapacityUnits',
      },
      1,
    );
    provisioned.resourcePropertiesCountIs(
      'AWS::ApplicationAutoScaling::ScalingPolicy',
      {
        TargetTrackingScalingPolicyConfiguration: {
          PredefinedMetricSpecification: { PredefinedMetricType: 'DynamoDBWriteCapacityUtilization' },
          TargetValue: 70,
        },
      },
      1,
    );
  });

  it('is the same table in both ways: what is changed is changed in place', () => {
    const { ProvisionedThroughput, ...now } = tableIn(provisioned)?.[1].Properties ?? {};
    expect({ ...now, BillingMode: 'PAY_PER_REQUEST' }).toEqual(tableIn(onDemand)?.[1].Properties);
    const [one, other] = [templates(provisioned), templates(onDemand)];
    expect(statefulResources(one)).toEqual(statefulResources(other));
    expect(losses(statefulResources(other), statefulResources(one))).toEqual([]);
    expect(unknownTypes(one)).toEqual([]);
  });

  it('is not touched by a deployment that changes the least only', () => {
    expect(tableIn(withWrites(1, 400))).toEqual(tableIn(provisioned));
  });

  it.each([
    [{ perSecondMin: 0, perSecondMax: 10 }, 'perSecondMin must be a whole number from 1, got 0'],
    [{ perSecondMin: 2.5, perSecondMax: 10 }, 'perSecondMin must be a whole number from 1, got 2.5'],
    [{ perSecondMin: 1, perSecondMax: Number.NaN }, 'perSecondMax must be a whole number from 1, got NaN'],
    [{ perSecondMin: 11, perSecondMax: 10 }, 'perSecondMax must be at least perSecondMin, 11, got 10'],
  ] satisfies [LedgerWrites, string][])('is not made of %j', (ledgerWrites, problem) => {
    expect(() => templateOf({ ledgerWrites })).toThrow(
      `ledgerWrites of prod: ${problem}: change it in lib/environments.ts, or leave ledgerWrites out to pay for each write`,
    );
  });
});
