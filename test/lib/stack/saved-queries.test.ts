import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { addSavedQueries } from '../../../lib/stack/saved-queries.ts';
import { fixtureTemplate } from '../../fixtures/fixture-template.ts';
import { propertiesOf } from '../../fixtures/template-resources.ts';

interface Query {
  readonly Name: string;
  readonly QueryString: string;
  readonly LogGroupNames?: readonly string[];
  readonly Parameters?: readonly { readonly Name: string; readonly Description: string }[];
}

const queriesIn = (template: Template) =>
  propertiesOf(template, 'AWS::Logs::QueryDefinition') as unknown as readonly Query[];

let template: Template;
beforeAll(() => {
  template = fixtureTemplate('prod');
});

/** What lines have: functions/core/deliver/attempt-line.ts, event-fields.ts, journal.ts. */
const fieldsOfLines = [
  ...['@timestamp', 'message', 'reason', 'outcome', 'attempt', 'durationMs', 'nextAttemptInMs'],
  ...['integration', 'destination', 'operation', 'eventId', 'eventType', 'subject', 'correlationId'],
  ...['request.method', 'request.url', 'response.statusCode', 'error.code', 'error.thirdPartyCode'],
  'fingerprint',
];
const wordsOfTheLanguage = [
  ...['fields', 'filter', 'stats', 'sort', 'limit', 'by', 'as', 'and', 'in', 'like', 'asc', 'desc'],
  ...['count', 'pct', 'earliest', 'latest'],
];

describe('the saved queries', () => {
  it('ask what is asked at night', () => {
    expect(
      Object.fromEntries(
        queriesIn(template).map(({ Name, Parameters = [] }) => [
          Name,
          Parameters.map((parameter) => parameter.Name),
        ]),
      ),
    ).toEqual({
      'interlock/prod/failures-of-a-customer': ['subject'],
      'interlock/prod/failures-of-an-endpoint': ['url'],
      'interlock/prod/story-of-an-event': ['event'],
      'interlock/prod/failures-of-a-fingerprint': ['fingerprint'],
      'interlock/prod/story-of-a-correlation': ['correlation'],
      'interlock/prod/slowest-calls': [],
      'interlock/prod/not-mapped': [],
      'interlock/prod/by-status': [],
      'interlock/prod/by-fingerprint': [],
    });
  });

  it('look at the logs of all integrations, whose names they know', () => {
    const logs = propertiesOf(template, 'AWS::Logs::LogGroup').map(({ LogGroupName }) => LogGroupName);
    for (const { LogGroupNames, QueryString } of queriesIn(template)) {
      expect(LogGroupNames).toEqual([
        '/interlock/prod/order-placed-to-billing',
        '/interlock/prod/order-paid-to-billing',
        '/interlock/prod/order-placed-to-support',
      ]);
      expect(logs).toEqual(expect.arrayContaining([...(LogGroupNames ?? [])]));
      expect(QueryString).not.toContain('#');
    }
  });

  it('name no fields that no line has, and ask for what they use', () => {
    for (const { Name, QueryString, Parameters = [] } of queriesIn(template)) {
      const asked = [...QueryString.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
      expect(asked, Name).toEqual(Parameters.map((one) => one.Name));
      const named = QueryString.replaceAll(/as \w+/g, '').replaceAll(/'[^']*'/g, '');
      const words = named.match(/@?[a-zA-Z][\w.]*/g) ?? [];
      const own = [...QueryString.matchAll(/as (\w+)/g)].map(([, name]) => name);
      const unknown = words.filter(
        (word) => ![...fieldsOfLines, ...wordsOfTheLanguage, ...own].includes(word),
      );
      expect(unknown, Name).toEqual([]);
    }
  });

  it('say by what prefix log groups are chosen, where there are more than a query can name', () => {
    const of = (count: number) => {
      const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
      const stack = new Stack(app, 'queries');
      const integrations = Array.from({ length: count }, (_, at) => `integration-${at}`);
      addSavedQueries(stack, { environment: 'prod', integrations });
      return queriesIn(Template.fromStack(stack));
    };
    for (const { LogGroupNames, QueryString } of of(51)) {
      expect(LogGroupNames).toBeUndefined();
      expect(QueryString).toMatch(/^# Choose the log groups by their prefix: \/interlock\/prod\/\n\w/);
    }
    for (const { LogGroupNames } of of(50)) expect(LogGroupNames).toHaveLength(50);
  });
});

it('every log has an index of what it is asked for', () => {
  for (const { FieldIndexPolicies } of propertiesOf(template, 'AWS::Logs::LogGroup'))
    expect(FieldIndexPolicies).toEqual([
      { Fields: ['eventId', 'subject', 'outcome', 'correlationId', 'fingerprint'] },
    ]);
});
