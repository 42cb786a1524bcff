/** Who is told of which settings; and what they decide in the template. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSystemConfig } from '../../../functions/core/config.ts';
import { accountOf, operationAt } from '../../../functions/core/declare/account-of.ts';
import { ConfigError } from '../../../functions/core/errors.ts';
import { createApp } from '../../../lib/app.ts';
import { functionSources } from '../../../lib/build/function-sources.ts';
import { loadStack } from '../../../lib/local/aws/assembly.ts';
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

const rateLimits = {
  support: [{ requests: 90, windowMs: 1_000 }],
  mailer: [{ requests: 9, windowMs: 1_000 }],
};

const appWith = (destinations: Readonly<Record<string, unknown>>) =>
  createApp({
    environments: ['dev'],
    integrations,
    functionDirs: new Map(functionSources(integrations).map(({ name }) => [name, functionDir])),
    settings: { destinations, rateLimits },
    validate: false,
  });

describe('settings in the template', () => {
  let template: Template;
  /** The folder of a function, by its name. */
  let codeDir: (name: string) => string;
  beforeAll(() => {
    const app = appWith({ mailer: small, 'mailer-us': large, gone: { a: 1 } });
    const { directory } = app.synth();
    const stack = loadStack(directory, 'interlock-dev');
    template = Template.fromJSON(stack.template);
    codeDir = (name) => {
      const [, { Code }] =
        byName('AWS::Lambda::Function', 'FunctionName').find(([own]) => own === name) ?? [];
      return stack.assetDir(Code.S3Key);
    };
  });

  /** By name, without what all names have in front. */
  const byName = (type: string, property: string) =>
    Object.values(template.findResources(type)).map(
      ({ Properties }) => [String(Properties[property]).replace('interlock-dev-', ''), Properties] as const,
    );

  it('are told to a worker of its own destination, in its variables', () => {
    const told = byName('AWS::Lambda::Function', 'FunctionName').map(([name, { Environment }]) => {
      const { destinations, rateLimits } = JSON.parse(Environment.Variables.INTERLOCK_SETTINGS);
      return [name, { destinations, rateLimits }];
    });
    const none = { destinations: undefined, rateLimits: undefined };
    expect(Object.fromEntries(told)).toEqual({
      'order-placed-to-support': { ...none, rateLimits: { support: rateLimits.support } },
      'person-joined-to-mailer': {
        destinations: { mailer: small },
        rateLimits: { mailer: rateLimits.mailer },
      },
      'person-joined-to-mailer-us': { ...none, destinations: { 'mailer-us': large } },
      supervisor: none,
      'contract-watch': none,
    });
  });

  it.each(['supervisor', 'contract-watch'])(
    'are told to the %s of all, in a file beside its code',
    (name) => {
      const dir = codeDir(name);
      const file = join(dir, 'accounts.json');
      const accounts = { destinations: { mailer: small, 'mailer-us': large }, rateLimits };
      expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(accounts);
      const [, { Environment }] =
        byName('AWS::Lambda::Function', 'FunctionName').find(([own]) => own === name) ?? [];
      expect(Environment.Variables.INTERLOCK_ACCOUNTS).toBe('accounts.json');
      const env = {
        INTERLOCK_SETTINGS: '{"environment":"dev"}',
        INTERLOCK_RESOURCES: '{}',
        LAMBDA_TASK_ROOT: dir,
      };
      expect(readSystemConfig({ ...env, INTERLOCK_ACCOUNTS: 'accounts.json' }).settings).toEqual({
        environment: 'dev',
        ...accounts,
      });
      expect(readSystemConfig(env).settings).toEqual({ environment: 'dev' });
      expect(() => readSystemConfig({ ...env, INTERLOCK_ACCOUNTS: 'other.json' })).toThrow(
        new ConfigError('other.json is not beside the code, or not JSON: deploy the function by its stack'),
      );
      expect(readdirSync(dir).sort()).toEqual(['accounts.json', ...readdirSync(functionDir)].sort());
    },
  );

  it('move the sandboxes and the batches of each account by its plan or its limits', () => {
    const sizes = Object.values(template.findResources('AWS::Lambda::EventSourceMapping')).map(
      ({ Properties: { BatchSize, ScalingConfig } }) => `${BatchSize} × ${ScalingConfig.MaximumConcurrency}`,
    );
    expect(sizes.slice(0, 3)).toEqual(['10 × 9', '10 × 2', '10 × 50']);
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
