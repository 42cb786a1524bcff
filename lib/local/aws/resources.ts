/** What the local AWS makes of each resource type. A type that is not here is an error. */
import * as z from 'zod/mini';
import { accountId, arnOf, nameOf, region } from './account.ts';
import { EventSourceMapping } from './event-source-mapping.ts';
import { LambdaFunction } from './function.ts';
import type { Services } from './gateway.ts';
import type { LogLine } from './logs.ts';
import { type Policy, policySchema } from './policy.ts';
import { passwordRulesSchema, randomPassword } from './random-password.ts';
import { parseRate, type Rules } from './rules.ts';
import type { Made } from './template.ts';

/** What resources are made in. */
export interface World extends Services {
  readonly stackName: string;
  readonly endpoint: string;
  readonly assetDir: (s3Key: string) => string;
  /** Values of secrets by name; a secret that is not here gets what the template generates. */
  readonly secretValues: Readonly<Record<string, string>>;
  /** Given to every function besides what the template gives it. */
  readonly environmentVariables: Readonly<Record<string, string>>;
  readonly rules: Rules;
  readonly functions: Map<string, LambdaFunction>;
  readonly mappings: Map<string, EventSourceMapping>;
  /** They begin to poll once all is made. */
  readonly enabledAtStart: Set<EventSourceMapping>;
  /** By queue name. */
  readonly queuePolicies: Map<string, Policy[]>;
  readonly onLog: (line: LogLine) => void;
  readonly onError: (error: unknown) => void;
  readonly now: () => number;
}

export type Maker = (world: World, id: string, properties: unknown) => Made | Promise<Made>;

/** A maker that gets its properties as `schema` reads them. */
const maker =
  <Schema extends z.ZodMiniType>(
    schema: Schema,
    make: (world: World, id: string, properties: z.output<Schema>) => Made | Promise<Made>,
  ): Maker =>
  (world, id, properties) =>
    make(world, id, schema.parse(properties));

/** Stands in the template, does nothing here; its ARN may be named. */
const inert =
  (service: string): Maker =>
  (_world, id) => ({ ref: id, attributes: { Arn: arnOf(service, id), KeyId: id, Id: id } });

/** CloudFormation names what the template does not. */
const defaultName = ({ stackName }: World, id: string) => `${stackName}-${id}`;

const queue = maker(
  z.looseObject({ QueueName: z.optional(z.string()) }),
  async (world, id, { QueueName: name = defaultName(world, id), Tags: _tags, ...properties }) => {
    const attributes = Object.entries(properties).map(([attribute, value]) => [
      attribute,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]);
    await world.queues.create(name, Object.fromEntries(attributes));
    const url = world.queues.urlOf(name);
    return { ref: url, attributes: { Arn: arnOf('sqs', name), QueueName: name, QueueUrl: url } };
  },
);

const queuePolicy = maker(
  z.object({ Queues: z.array(z.string()), PolicyDocument: policySchema }),
  ({ queuePolicies }, id, { Queues, PolicyDocument }) => {
    for (const name of Queues.map(nameOf)) {
      queuePolicies.set(name, [...(queuePolicies.get(name) ?? []), PolicyDocument]);
    }
    return { ref: id, attributes: { Id: id } };
  },
);

const rule = maker(
  z.strictObject({
    Name: z.optional(z.string()),
    Description: z.optional(z.string()),
    ScheduleExpression: z.string(),
    State: z._default(z.enum(['ENABLED', 'DISABLED']), 'ENABLED'),
    Targets: z.array(
      z.strictObject({
        Id: z.string(),
        Arn: z.string().check(z.regex(/^arn:aws:sqs:/, 'the local EventBridge sends to SQS only')),
        Input: z.string(),
        DeadLetterConfig: z.optional(z.strictObject({ Arn: z.string() })),
        // A queue on this machine is there or is not: nothing is tried again.
        RetryPolicy: z.optional(z.unknown()),
      }),
    ),
  }),
  (world, id, { Name: name = defaultName(world, id), ScheduleExpression, State, Targets }) => {
    const arn = arnOf('events', `rule/${name}`);
    world.rules.add({
      name,
      arn,
      everyMs: parseRate(ScheduleExpression),
      isEnabled: State === 'ENABLED',
      targets: Targets.map(({ Arn, Input, DeadLetterConfig }) => ({
        queueArn: Arn,
        body: Input,
        ...(DeadLetterConfig === undefined ? {} : { deadLetterQueueArn: DeadLetterConfig.Arn }),
      })),
    });
    return { ref: name, attributes: { Arn: arn } };
  },
);

const topic = maker(z.object({ TopicName: z.optional(z.string()) }), (world, id, { TopicName }) => {
  const name = TopicName ?? defaultName(world, id);
  const arn = world.topics.create(name);
  return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
});

const subscription = maker(
  z.object({
    TopicArn: z.string(),
    Protocol: z.literal('sqs'),
    Endpoint: z.string(),
    RawMessageDelivery: z._default(z.boolean(), false),
    FilterPolicy: z.optional(z.unknown()),
    FilterPolicyScope: z._default(z.enum(['MessageAttributes', 'MessageBody']), 'MessageAttributes'),
    RedrivePolicy: z.optional(z.object({ deadLetterTargetArn: z.string() })),
  }),
  ({ topics }, id, properties) => {
    const arn = `${properties.TopicArn}:${id}`;
    topics.subscribe({
      arn,
      topicArn: properties.TopicArn,
      queueArn: properties.Endpoint,
      rawMessageDelivery: properties.RawMessageDelivery,
      filterScope: properties.FilterPolicyScope,
      filterPolicy: properties.FilterPolicy,
      ...(properties.RedrivePolicy === undefined
        ? {}
        : { deadLetterQueueArn: properties.RedrivePolicy.deadLetterTargetArn }),
    });
    return { ref: arn, attributes: { Arn: arn } };
  },
);

const table = maker(
  z.object({
    TableName: z.optional(z.string()),
    KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) })),
    AttributeDefinitions: z.array(z.unknown()),
    GlobalSecondaryIndexes: z.optional(z.array(z.unknown())),
    LocalSecondaryIndexes: z.optional(z.array(z.unknown())),
    TimeToLiveSpecification: z.optional(
      z.object({ AttributeName: z.optional(z.string()), Enabled: z.boolean() }),
    ),
  }),
  async (world, id, properties) => {
    const { TableName = defaultName(world, id), TimeToLiveSpecification: timeToLive, ...rest } = properties;
    await world.tables.create({
      ...rest,
      TableName,
      ...(timeToLive?.Enabled === true && timeToLive.AttributeName !== undefined
        ? { timeToLiveAttribute: timeToLive.AttributeName }
        : {}),
    });
    return { ref: TableName, attributes: { Arn: arnOf('dynamodb', `table/${TableName}`) } };
  },
);

const secret = maker(
  z.object({
    Name: z.optional(z.string()),
    SecretString: z.optional(z.string()),
    GenerateSecretString: z.optional(
      z.extend(passwordRulesSchema, {
        SecretStringTemplate: z.optional(z.string()),
        GenerateStringKey: z.optional(z.string()),
      }),
    ),
  }),
  (world, id, { Name = defaultName(world, id), SecretString, GenerateSecretString: rules }) => {
    const generated = () => {
      if (rules === undefined) return undefined;
      const password = randomPassword(rules);
      const { SecretStringTemplate, GenerateStringKey = '' } = rules;
      if (SecretStringTemplate === undefined) return password;
      return JSON.stringify({ ...JSON.parse(SecretStringTemplate), [GenerateStringKey]: password });
    };
    const arn = world.secrets.create(Name, world.secretValues[Name] ?? SecretString ?? generated());
    return { ref: arn, attributes: { Id: arn } };
  },
);

const logGroup = maker(z.object({ LogGroupName: z.optional(z.string()) }), (world, id, { LogGroupName }) => {
  const name = LogGroupName ?? defaultName(world, id);
  world.logs.createGroup(name);
  return { ref: name, attributes: { Arn: arnOf('logs', `log-group:${name}:*`) } };
});

const role = maker(
  z.object({
    RoleName: z.optional(z.string()),
    Policies: z._default(z.array(z.object({ PolicyDocument: policySchema })), []),
    ManagedPolicyArns: z._default(z.array(z.string()), []),
  }),
  (world, id, { RoleName = id, Policies, ManagedPolicyArns }) => {
    // It allows writing logs, which functions here do without asking. What another allows is not known here.
    const unknown = ManagedPolicyArns.filter((arn) => nameOf(arn) !== 'AWSLambdaBasicExecutionRole');
    if (unknown.length > 0)
      throw new Error(`the local AWS does not know the managed policy ${unknown.join(', ')}`);
    for (const { PolicyDocument } of Policies) world.iam.attach(RoleName, PolicyDocument);
    return {
      ref: RoleName,
      attributes: { Arn: `arn:aws:iam::${accountId}:role/${RoleName}`, RoleId: RoleName },
    };
  },
);

const policy = maker(
  z.object({ PolicyDocument: policySchema, Roles: z._default(z.array(z.string()), []) }),
  ({ iam }, id, { PolicyDocument, Roles }) => {
    for (const name of Roles) iam.attach(name, PolicyDocument);
    return { ref: id, attributes: {} };
  },
);

const lambdaFunction = maker(
  z.object({
    FunctionName: z.optional(z.string()),
    Role: z.string(),
    Handler: z.string(),
    Runtime: z.string(),
    Code: z.object({ S3Key: z.string() }),
    // Lambda's own defaults: 3 s, 128 MB.
    Timeout: z._default(z.number(), 3),
    MemorySize: z._default(z.number(), 128),
    Environment: z._default(z.object({ Variables: z._default(z.record(z.string(), z.string()), {}) }), {
      Variables: {},
    }),
    LoggingConfig: z._default(
      z.object({
        LogGroup: z.optional(z.string()),
        LogFormat: z._default(z.enum(['Text', 'JSON']), 'Text'),
      }),
      { LogFormat: 'Text' },
    ),
    ReservedConcurrentExecutions: z.optional(z.number()),
  }),
  (world, id, properties) => {
    const name = properties.FunctionName ?? defaultName(world, id);
    const arn = arnOf('lambda', `function:${name}`);
    const definition = {
      name,
      arn,
      codeDir: world.assetDir(properties.Code.S3Key),
      handler: properties.Handler,
      runtime: properties.Runtime,
      timeoutMs: properties.Timeout * 1_000,
      memoryMb: properties.MemorySize,
      logGroup: properties.LoggingConfig.LogGroup ?? `/aws/lambda/${name}`,
      logFormat: properties.LoggingConfig.LogFormat,
      environment: {
        ...sdkVariables(world, nameOf(properties.Role)),
        ...world.environmentVariables,
        ...properties.Environment.Variables,
      },
      reservedConcurrency: properties.ReservedConcurrentExecutions,
    };
    world.functions.set(name, new LambdaFunction(definition, { onLog: world.onLog, now: world.now }));
    return { ref: name, attributes: { Arn: arn } };
  },
);

/** Leads every AWS client of a function here, and away from whatever this machine is logged in to. */
const sdkVariables = ({ endpoint, iam }: World, roleName: string) => ({
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: iam.accessKeyOf(roleName),
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SESSION_TOKEN: 'local',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
});

const eventSourceMapping = maker(
  z.strictObject({
    EventSourceArn: z.string(),
    FunctionName: z.string(),
    // Lambda's own defaults for SQS: ten messages, no window; it starts with five pollers.
    BatchSize: z._default(z.number(), 10),
    MaximumBatchingWindowInSeconds: z._default(z.number(), 0),
    FunctionResponseTypes: z._default(z.array(z.literal('ReportBatchItemFailures')), []),
    ScalingConfig: z._default(z.object({ MaximumConcurrency: z.number() }), { MaximumConcurrency: 5 }),
    Enabled: z._default(z.boolean(), true),
    Tags: z.optional(z.unknown()),
  }),
  (world, id, properties) => {
    const queueName = nameOf(properties.EventSourceArn);
    const target = world.functions.get(nameOf(properties.FunctionName));
    if (target === undefined)
      throw new Error(`${id}: no function ${properties.FunctionName} in the template`);
    const visibilitySeconds = Number(world.queues.attributes(queueName).VisibilityTimeout);
    const { timeoutMs } = target.definition;
    // Lambda refuses it, too.
    if (visibilitySeconds * 1_000 < timeoutMs) {
      throw new Error(
        `${id}: visibility timeout ${visibilitySeconds} s of ${queueName} is less than function timeout ${timeoutMs / 1_000} s`,
      );
    }
    const mapping = new EventSourceMapping(
      {
        queueArn: properties.EventSourceArn,
        batchSize: properties.BatchSize,
        windowSeconds: properties.MaximumBatchingWindowInSeconds,
        reportsFailures: properties.FunctionResponseTypes.length > 0,
        maximumConcurrency: properties.ScalingConfig.MaximumConcurrency,
      },
      target,
      world,
    );
    world.mappings.set(queueName, mapping);
    if (properties.Enabled) world.enabledAtStart.add(mapping);
    return { ref: mapping.uuid, attributes: { Id: mapping.uuid } };
  },
);

export const makers: Readonly<Record<string, Maker>> = {
  'AWS::SQS::Queue': queue,
  'AWS::SQS::QueuePolicy': queuePolicy,
  'AWS::SNS::Topic': topic,
  'AWS::SNS::Subscription': subscription,
  'AWS::Events::Rule': rule,
  'AWS::DynamoDB::Table': table,
  'AWS::SecretsManager::Secret': secret,
  'AWS::Logs::LogGroup': logGroup,
  'AWS::IAM::Role': role,
  'AWS::IAM::Policy': policy,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::EventSourceMapping': eventSourceMapping,
  // Who may publish: everybody who reaches this endpoint is of this account.
  'AWS::SNS::TopicPolicy': inert('sns'),
  // Nothing is encrypted here.
  'AWS::KMS::Key': inert('kms'),
  'AWS::KMS::Alias': inert('kms'),
  // Metrics are summed, alarms do not ring.
  'AWS::CloudWatch::Alarm': inert('cloudwatch'),
  'AWS::CloudWatch::CompositeAlarm': inert('cloudwatch'),
  // Tables here take whatever comes.
  'AWS::ApplicationAutoScaling::ScalableTarget': inert('application-autoscaling'),
  'AWS::ApplicationAutoScaling::ScalingPolicy': inert('application-autoscaling'),
  'AWS::CloudWatch::Dashboard': inert('cloudwatch'),
  'AWS::Logs::MetricFilter': inert('logs'),
  'AWS::Logs::QueryDefinition': inert('logs'),
  'AWS::CDK::Metadata': inert('cdk'),
};
