/** What AWS asks for: list prices of us-east-1 without any free tier or discount, dollars. */

export interface Price {
  readonly what: string;
  readonly dollars: number;
  /** How many it is for. */
  readonly per: number;
  /** As it is said: `a million requests`. */
  readonly each: string;
  /** The page that has the last word. AWS prints its numbers there with scripts, so they were read in guides that quote it. */
  readonly source: string;
}

/** When the guides were read. */
export const pricesAsOf = '2026-11-23';
export const pricesRegion = 'us-east-1';

const million = 1_000_000;
const sns = 'https://aws.amazon.com/sns/pricing/';
const sqs = 'https://aws.amazon.com/sqs/pricing/';
const lambda = 'https://aws.amazon.com/lambda/pricing/';
const dynamodb = 'https://aws.amazon.com/dynamodb/pricing/on-demand/';
const dynamodbByTheHour = 'https://aws.amazon.com/dynamodb/pricing/provisioned/';
const cloudwatch = 'https://aws.amazon.com/cloudwatch/pricing/';
const vpc = 'https://aws.amazon.com/vpc/pricing/';
const secretsManager = 'https://aws.amazon.com/secrets-manager/pricing/';

export const prices = {
  publish: {
    what: 'SNS: publish, each begun 64 KB',
    dollars: 0.5,
    per: million,
    each: 'a million requests',
    source: sns,
  },
  // Found in one guide only; the pricing page names it among the features that cost extra.
  bodyFilter: { what: 'SNS: filter on the body', dollars: 0.09, per: 1, each: 'a GB scanned', source: sns },
  // What SNS sends to a queue is one too: "No charge for deliveries to SQS. Standard SQS pricing applies."
  queueRequest: {
    what: 'SQS: request, each begun 64 KB',
    dollars: 0.4,
    per: million,
    each: 'a million requests',
    source: sqs,
  },
  invocation: {
    what: 'Lambda: invocation',
    dollars: 0.2,
    per: million,
    each: 'a million requests',
    source: lambda,
  },
  duration: {
    what: 'Lambda: duration on arm64',
    dollars: 0.000_013_333_4,
    per: 1,
    each: 'a GB-second',
    source: lambda,
  },
  write: {
    what: 'DynamoDB: write, each begun KB',
    dollars: 0.625,
    per: million,
    each: 'a million units',
    source: dynamodb,
  },
  read: {
    what: 'DynamoDB: consistent read, each begun 4 KB',
    dollars: 0.125,
    per: million,
    each: 'a million units',
    source: dynamodb,
  },
  writeCapacity: {
    what: 'DynamoDB: provisioned write capacity, a begun KB a second',
    dollars: 0.000_65,
    per: 1,
    each: 'a unit and hour',
    source: dynamodbByTheHour,
  },
  readCapacity: {
    what: 'DynamoDB: provisioned read capacity, 4 KB a second',
    dollars: 0.000_13,
    per: 1,
    each: 'a unit and hour',
    source: dynamodbByTheHour,
  },
  tableStorage: {
    what: 'DynamoDB: storage 0.25 and point-in-time recovery 0.20',
    dollars: 0.45,
    per: 1,
    each: 'a GB-month',
    source: dynamodb,
  },
  logs: { what: 'CloudWatch: log ingestion', dollars: 0.5, per: 1, each: 'a GB', source: cloudwatch },
  logStorage: {
    what: 'CloudWatch: log storage',
    dollars: 0.03,
    per: 1,
    each: 'a GB-month, compressed',
    source: cloudwatch,
  },
  metric: {
    what: 'CloudWatch: custom metric',
    dollars: 0.3,
    per: 1,
    each: 'a metric-month',
    source: cloudwatch,
  },
  alarm: { what: 'CloudWatch: alarm', dollars: 0.1, per: 1, each: 'an alarm-month', source: cloudwatch },
  // Three are free in an account; here none is.
  dashboard: {
    what: 'CloudWatch: dashboard',
    dollars: 3,
    per: 1,
    each: 'a dashboard-month',
    source: cloudwatch,
  },
  secret: {
    what: 'Secrets Manager: secret',
    dollars: 0.4,
    per: 1,
    each: 'a secret-month',
    source: secretsManager,
  },
  natGateway: { what: 'VPC: NAT gateway', dollars: 0.045, per: 1, each: 'an hour', source: vpc },
  publicAddress: { what: 'VPC: public IPv4 address', dollars: 0.005, per: 1, each: 'an hour', source: vpc },
  secretRead: {
    what: 'Secrets Manager: call',
    dollars: 0.05,
    per: 10_000,
    each: 'ten thousand calls',
    source: secretsManager,
  },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof prices;

/** Dollars for so much of what is priced. */
export const dollarsFor = (name: PriceName, amount: number) =>
  (amount * prices[name].dollars) / prices[name].per;
