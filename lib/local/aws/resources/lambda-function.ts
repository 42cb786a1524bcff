import * as z from 'zod/mini';
import { arnOf, nameOf, region } from '../account.ts';
import { LambdaFunction } from '../function.ts';
import { defaultName, type MakerContext, maker } from './maker.ts';

export const lambdaFunction = maker(
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
  (context, id, properties) => {
    const name = properties.FunctionName ?? defaultName(context, id);
    const arn = arnOf('lambda', `function:${name}`);
    const definition = {
      name,
      arn,
      codeDir: context.assetDir(properties.Code.S3Key),
      handler: properties.Handler,
      runtime: properties.Runtime,
      timeoutMs: properties.Timeout * 1_000,
      memoryMb: properties.MemorySize,
      logGroup: properties.LoggingConfig.LogGroup ?? `/aws/lambda/${name}`,
      logFormat: properties.LoggingConfig.LogFormat,
      environment: {
        ...sdkVariables(context, nameOf(properties.Role), name),
        ...context.environmentVariables,
        ...properties.Environment.Variables,
      },
      reservedConcurrency: properties.ReservedConcurrentExecutions,
    };
    context.functions.set(name, new LambdaFunction(definition, { onLog: context.onLog, now: context.now }));
    return { ref: name, attributes: { Arn: arn } };
  },
);

/** Leads every AWS client of a function here, and away from whatever this machine is logged in to. */
const sdkVariables = ({ endpoint, iam }: MakerContext, roleName: string, functionName: string) => ({
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: iam.accessKeyOf(roleName, functionName),
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SESSION_TOKEN: 'local',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
});
