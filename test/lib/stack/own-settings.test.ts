/** Who is told of which settings, by the variables of the functions; and what they decide in the template. */
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { accountOf, operationAt } from '../../../functions/core/declare/account-of.ts';
import { createApp } from '../../../lib/app.ts';
import { functionSources } from '../../../lib/build/function-sources.ts';
import { orderPlacedToSupport } from '../../fixtures/fixture-integrations.ts';
import { functionDir } from '../../fixtures/fixture-template.ts';
import { addMember, mailer, personJoinedToMailer } from '../../fixtures/settled-integration.ts';

const small = { listId: 'l1', region: 'eu', plan: 'small' };
const large = { listId: 'l2', region: 'us', plan: 'large' };
const integrations = [
  orderPlacedToSupport,
  personJoinedToMailer,
  {
    ...personJoinedToMailer,
    name: 'person-joined-to-mailer-us',
    operation: operationAt(addMember, accountOf(mailer, 'mailer-us')),
  },
];

const appWith = (destinations: Readonly<Record<string, unknown>>) =>
  createApp({
    environments: ['dev'],
    integrations,
    functionDirs: new Map(functionSources(integrations).map(({ name }) => [name, functionDir])),
    settings: { destinations },
    validate: false,
  });

describe('settings in the template', () => {
  let template: Template;
  beforeAll(() => {
    const app = appWith({ mailer: small, 'mailer-us': large, gone: { a: 1 } });
    template = Template.fromJSON(app.synth().getStackByName('interlock-dev').template);
  });

  /** By name, without what all names have in front. */
  const byName = (type: string, property: string) =>
    Object.values(template.findResources(type)).map(
      ({ Properties }) => [String(Properties[property]).replace('interlock-dev-', ''), Properties] as const,
    );

  it('are told to a worker of its own destination, and to those who look at all of them', () => {
    const told = byName('AWS::Lambda::Function', 'FunctionName').map(([name, { Environment }]) => {
      const text = Environment.Variables.INTERLOCK_SETTINGS;
      return [name, JSON.parse(typeof text === 'string' ? text : '{}').destinations];
    });
    expect(Object.fromEntries(told)).toEqual({
      'order-placed-to-support': undefined,
      'person-joined-to-mailer': { mailer: small },
      'person-joined-to-mailer-us': { 'mailer-us': large },
      supervisor: { mailer: small, 'mailer-us': large },
      'contract-watch': { mailer: small, 'mailer-us': large },
    });
  });

  it('move the sandboxes and the batches of each account by its plan', () => {
    const sizes = Object.values(template.findResources('AWS::Lambda::EventSourceMapping')).map(
      ({ Properties: { BatchSize, ScalingConfig } }) => `${BatchSize} × ${ScalingConfig.MaximumConcurrency}`,
    );
    expect(sizes.slice(0, 3)).toEqual(['10 × 2', '10 × 2', '10 × 50']);
  });

  it('give each account a secret of its own', () => {
    expect(byName('AWS::SecretsManager::Secret', 'Name').map(([name]) => name)).toEqual([
      'interlock/dev/support',
      'interlock/dev/mailer',
      'interlock/dev/mailer-us',
    ]);
  });
});

it('synth ends with what does not fit, a line for each', () => {
  expect(() => appWith({ mailer: { ...small, listId: 7 } })).toThrow(
    'settings of mailer in dev: listId: expected string, got number: mend lib/environments.ts\n' +
      'settings of mailer-us in dev: there are none: add them to lib/environments.ts',
  );
});
