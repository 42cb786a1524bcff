/** Questions to the logs that everybody asks at night, saved in Logs Insights under `interlock/<env>/`. They cost what they scan. */
import { CfnQueryDefinition } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { EnvironmentName } from '../environments.ts';
import { logGroupName } from '../names.ts';

/**
 * By these a query is told which parts of a log it need not scan: `field = value` and `field in [...]`, from the deployment
 * on that brought the index. Twenty at most; they cost nothing beside the log itself.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatchLogs-Field-Indexing.html
 */
export const indexedFields = ['eventId', 'subject', 'outcome', 'correlationId', 'fingerprint'];

/** Log groups that one query may name. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html */
export const logGroupsMax = 50;

interface SavedQuery {
  /** In its order: `fields`, `filter`, what is made of it. */
  readonly lines: readonly string[];
  /** What is asked for when it is run, by its name in the query. */
  readonly asks?: Readonly<Record<string, string>>;
}

const failed = "outcome in ['retry', 'parked', 'dead-lettered']";
const what = 'outcome, response.statusCode, error.code, error.thirdPartyCode, reason';

/** The names of fields are contract: functions/core/deliver/attempt-line.ts and journal.ts write them. */
const queries: Readonly<Record<string, SavedQuery>> = {
  'failures-of-a-customer': {
    asks: {
      subject:
        'The subject of the events. Where it gives somebody away the lines have a reference in its place: copy it from one of them, or run `npm run interlock -- logs --customer <subject>`, which finds both',
    },
    lines: [
      `fields @timestamp, integration, eventId, ${what}`,
      `filter subject = '{{subject}}' and ${failed}`,
      'sort @timestamp desc',
    ],
  },
  'failures-of-an-endpoint': {
    asks: { url: 'Part of the address, as lines show it: /v1/customers' },
    lines: [
      `fields @timestamp, integration, eventId, request.method, request.url, ${what}`,
      `filter ${failed} and request.url like '{{url}}'`,
      'sort @timestamp desc',
    ],
  },
  'story-of-an-event': {
    asks: { event: 'The id of the event' },
    lines: [
      `fields @timestamp, integration, message, attempt, request.method, request.url, durationMs, nextAttemptInMs, ${what}`,
      "filter eventId = '{{event}}'",
      'sort @timestamp asc',
    ],
  },
  'failures-of-a-fingerprint': {
    asks: { fingerprint: 'As dead-letters, an alert or the query by-fingerprint shows it' },
    lines: [
      `fields @timestamp, integration, eventId, request.method, request.url, ${what}`,
      "filter fingerprint = '{{fingerprint}}'",
      'sort @timestamp desc',
    ],
  },
  'story-of-a-correlation': {
    asks: { correlation: 'The correlation id that the events share' },
    lines: [
      `fields @timestamp, eventType, eventId, integration, attempt, durationMs, ${what}`,
      "filter correlationId = '{{correlation}}'",
      'sort @timestamp asc',
    ],
  },
  'slowest-calls': {
    lines: [
      'fields @timestamp, durationMs, destination, operation, request.method, request.url, response.statusCode, outcome, eventId',
      "filter message = 'delivery.attempted'",
      'sort durationMs desc',
      'limit 50',
    ],
  },
  'not-mapped': {
    lines: [
      "filter outcome = 'dead-lettered' and error.code = 'UNMAPPABLE'",
      'stats count(*) as events, earliest(@timestamp) as first, latest(@timestamp) as last, latest(eventId) as example by integration, reason',
      'sort events desc',
    ],
  },
  'by-status': {
    lines: [
      "filter message = 'delivery.attempted'",
      'stats count(*) as attempts, pct(durationMs, 50) as p50, pct(durationMs, 99) as p99 by destination, response.statusCode, outcome',
      'sort attempts desc',
    ],
  },
  // As `dead-letters` groups what lies there, also what was redriven or given up since.
  'by-fingerprint': {
    lines: [
      "filter outcome = 'dead-lettered'",
      'stats count(*) as events, earliest(@timestamp) as first, latest(@timestamp) as last, latest(eventId) as example, latest(error.code) as code, latest(response.statusCode) as status, latest(error.thirdPartyCode) as thirdPartyCode by fingerprint, integration',
      'sort events desc',
    ],
  },
};

export interface SavedQueriesProps {
  readonly environment: EnvironmentName;
  /** Names of the integrations. */
  readonly integrations: readonly string[];
}

export function addSavedQueries(scope: Construct, { environment, integrations }: SavedQueriesProps): void {
  const logGroups = integrations.map((one) => logGroupName(environment, one));
  const areNamed = logGroups.length > 0 && logGroups.length <= logGroupsMax;
  const begin = areNamed ? [] : [`# Choose the log groups by their prefix: ${logGroupName(environment, '')}`];
  for (const [name, { asks = {}, lines }] of Object.entries(queries)) {
    new CfnQueryDefinition(scope, `Query-${name}`, {
      name: `interlock/${environment}/${name}`,
      queryString: [...begin, lines.join('\n| ')].join('\n'),
      ...(areNamed ? { logGroupNames: logGroups } : {}),
      ...(Object.keys(asks).length === 0
        ? {}
        : {
            parameters: Object.entries(asks).map(([parameter, description]) => ({
              name: parameter,
              description,
            })),
          }),
    });
  }
}
