import { App, Validations } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { functionSources } from '../../../lib/build/function-sources.ts';
import { type AlertSubscriber, environments } from '../../../lib/environments.ts';
import { IntegrationsStack } from '../../../lib/stack/integrations-stack.ts';
import { fixtureIntegrations } from '../../fixtures/fixture-integrations.ts';
import { functionDir } from '../../fixtures/fixture-template.ts';
import { idOf } from '../../fixtures/template-resources.ts';

const integrations = fixtureIntegrations.slice(0, 1);

function stackOf(name: 'dev' | 'prod', alertsTo: readonly AlertSubscriber[] | undefined, validate = false) {
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: validate });
  if (validate) Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  const { alertsTo: _, ...environment } = environments[name];
  const stack = new IntegrationsStack(app, {
    environment: { ...environment, ...(alertsTo === undefined ? {} : { alertsTo }) },
    integrations,
    parts: {},
    functionDirs: new Map(functionSources(integrations).map((one) => [one.name, functionDir])),
  });
  return { app, stack };
}

/** Those of the alerts topic, by logical id. */
function subscriptionsOf(alertsTo: readonly AlertSubscriber[]) {
  const template = Template.fromStack(stackOf('prod', alertsTo).stack);
  const topic = idOf(template, 'AWS::SNS::Topic', { TopicName: 'interlock-prod-alerts' });
  const found = template.findResources('AWS::SNS::Subscription', {
    Properties: { TopicArn: { Ref: topic } },
  });
  return Object.entries(found).map(
    ([id, { Properties }]) => [id, Properties.Protocol, Properties.Endpoint] as const,
  );
}

const pagerDuty = { httpsFromSecret: 'interlock/prod-alerts/pagerduty' };

describe('alertsTo of an environment', () => {
  it('subscribes each to the alerts topic, and no other', () => {
    const found = subscriptionsOf([
      { email: 'on-call@example.com' },
      { https: 'https://alerts.example.com/sns/interlock' },
      pagerDuty,
    ]).map(([, protocol, endpoint]) => [protocol, endpoint]);
    expect(found).toHaveLength(3);
    expect(found).toEqual(
      expect.arrayContaining([
        ['email', 'on-call@example.com'],
        ['https', 'https://alerts.example.com/sns/interlock'],
        ['https', '{{resolve:secretsmanager:interlock/prod-alerts/pagerduty:SecretString:::}}'],
      ]),
    );
  });

  it('lets who is still there not confirm again when the list changes', () => {
    const [before] = subscriptionsOf([{ email: 'on-call@example.com' }]);
    const after = subscriptionsOf([pagerDuty, { email: 'on-call@example.com' }]);
    expect(after).toContainEqual(before);
  });

  it.each([
    [{ email: 'nobody' }, '"nobody" is no e-mail address'],
    [{ https: 'http://alerts.example.com/sns' }, 'https is an address that begins with https://'],
    [{ https: 'alerts.example.com' }, 'https is an address that begins with https://'],
    [{ httpsFromSecret: 'https://events.example.com/k' }, 'httpsFromSecret is the name of a secret'],
  ] as const)('is refused where it is no address: %j', (subscriber, problem) => {
    expect(() => stackOf('prod', [subscriber])).toThrow(`alertsTo of prod: ${problem}`);
  });

  it.each([
    // As PagerDuty, Slack and Opsgenie write theirs, and as a proxy is given a password.
    'https://events.example.com/integration/0123456789abcdef0123456789abcdef/enqueue',
    'https://hooks.example.com/services/T00000000/B00000000/aBcDeFgHiJkLmNoPqRsTuVwX',
    'https://api.example.com/v1/json/sns?apiKey=12345678-aaaa-bbbb-cccc-1234567890ab',
    'https://someone:secret@alerts.example.com/sns',
    'https://alerts.example.com/sns#secret',
  ])('is refused where it would put a secret into code, and does not repeat it: %s', (https) => {
    const tried = () => stackOf('prod', [{ https }]);
    expect(tried).toThrow(
      /^alertsTo of prod: the address at [a-z.]+ holds what looks like a token.*httpsFromSecret/,
    );
    expect(tried).not.toThrow(/0123456789|aBcDeF|12345678|someone/);
  });

  it('is refused where somebody is there twice', () => {
    expect(() => stackOf('prod', [pagerDuty, pagerDuty])).toThrow(
      'alertsTo of prod: https from interlock/prod-alerts/pagerduty is there twice',
    );
  });

  it('is asked for where data is protected and nobody is told, in one sentence', () => {
    const said = (name: 'dev' | 'prod', alertsTo?: readonly AlertSubscriber[]) =>
      Annotations.fromStack(stackOf(name, alertsTo).stack)
        .findWarning('*', Match.stringLikeRegexp('tells nobody'))
        .map(({ entry }) => entry.data);
    const sentence =
      'interlock-prod tells nobody when an alarm rings: name whoever is on call as alertsTo in lib/environments.ts [ack: interlock:alerts-to]';
    expect(said('prod')).toEqual([sentence]);
    expect(said('prod', [])).toEqual([sentence]);
    expect(said('prod', [{ email: 'on-call@example.com' }])).toEqual([]);
    expect(said('dev')).toEqual([]);
  });

  it('is nothing that cdk-nag finds fault with', () => {
    const { app } = stackOf('prod', [{ email: 'on-call@example.com' }, pagerDuty], true);
    expect(() => app.synth()).not.toThrow();
  });
});
