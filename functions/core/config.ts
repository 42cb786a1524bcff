/** What a function is told through its environment: read once per cold start, here and nowhere else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RateLimit } from './declare/destination.ts';
import type { DestinationSettings } from './declare/in-environment.ts';
import { present } from './declare/present.ts';
import type { DeliverySettings } from './deliver/delivery-settings.ts';
import type { QueueLimits } from './deliver/last-chance.ts';
import { ConfigError } from './errors.ts';
import type { Breaker } from './pace/breaker.ts';
import type { Pacing } from './pace/spacing.ts';

/** What differs between environments (lib/environments.ts). */
export interface Settings extends DeliverySettings {
  readonly environment: string;
  readonly breaker: Breaker;
  /** What the spacing of requests has to allow for. */
  readonly pacing: Pacing;
  /** Limits of this environment's accounts by destination, where they are not those that the destination declares. */
  readonly rateLimits?: Readonly<Record<string, readonly RateLimit[]>>;
  /** Settings of those destinations that declare some. */
  readonly destinations?: DestinationSettings;
}

/** What differs between functions: the names of what belongs to this one, and what its queue does. */
export interface Resources extends QueueLimits {
  readonly ledgerTable: string;
  readonly secretId: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  /** Takes requests to look at a destination: the way to the function that pauses and resumes. */
  readonly supervisorQueueUrl: string;
  /** Makes references to people that only this environment can make (redact/reference.ts). */
  readonly referenceKey: string;
}

/** `R`: what the function's resources are; an integration's, unless said. */
export interface Config<R = Resources> {
  readonly resources: R;
  readonly settings: Settings;
}

/** The environment variables; the stack writes them, `readConfig` reads them. Values are JSON. */
export const configVariables = {
  resources: 'INTERLOCK_RESOURCES',
  settings: 'INTERLOCK_SETTINGS',
  /** Of a function that works with all destinations: the file with what they have of their own (`AccountSettings`). */
  accounts: 'INTERLOCK_ACCOUNTS',
} as const;

/** Throws `ConfigError` naming the variable that is missing or not JSON. */
export function readConfig<R = Resources>(env: NodeJS.ProcessEnv = process.env): Config<R> {
  return {
    resources: readJson<R>(env, configVariables.resources),
    settings: readJson<Settings>(env, configVariables.settings),
  };
}

/**
 * Of the settings, what grows with the destinations. A function that works with all of them has it in a file beside its
 * code: Lambda takes 4 KB of variables, which forty destinations fill.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export type AccountSettings = Pick<Settings, 'destinations' | 'rateLimits'>;

/** `readConfig` of a function that works with all destinations. Throws `ConfigError` also when the file is missing or not JSON. */
export function readSystemConfig<R>(env: NodeJS.ProcessEnv = process.env): Config<R> {
  const config = readConfig<R>(env);
  const file = env[configVariables.accounts];
  if (file === undefined) return config;
  return { ...config, settings: { ...config.settings, ...readAccounts(file, env) } };
}

function readAccounts(file: string, { LAMBDA_TASK_ROOT = '.' }: NodeJS.ProcessEnv): AccountSettings {
  try {
    return JSON.parse(readFileSync(join(LAMBDA_TASK_ROOT, file), 'utf8')) as AccountSettings;
  } catch (cause) {
    throw new ConfigError(`${file} is not beside the code, or not JSON: deploy the function by its stack`, {
      cause,
    });
  }
}

function readJson<T>(env: NodeJS.ProcessEnv, name: string): T {
  const text = env[name];
  if (text === undefined) {
    throw new ConfigError(`environment variable ${name} is not set: deploy the function by its stack`);
  }
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new ConfigError(`environment variable ${name} is not JSON`, { cause });
  }
}

/** What Lambda tells a function of AWS. */
export interface AwsEnvironment {
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** The variables that lead elsewhere than to the region: `AWS_ENDPOINT_URL` and those of one service. */
  readonly endpoints: Readonly<Record<string, string | undefined>>;
}

/**
 * The role's credentials last as long as the sandbox, so that reading them once is enough. Throws `ConfigError` outside
 * of Lambda, and where a variable asks for other addresses than the functions' clients know. https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function awsEnvironment(env: NodeJS.ProcessEnv = process.env): AwsEnvironment {
  const variable = (name: string) => {
    const value = env[name];
    if (value === undefined || value === '') throw new ConfigError(`environment variable ${name} is not set`);
    return value;
  };
  for (const name of otherEndpoints) {
    if ((env[name] ?? 'false').toLowerCase() === 'false') continue;
    throw new ConfigError(
      `environment variable ${name} is set and would be ignored: unset it, and name addresses by AWS_ENDPOINT_URL_<service>`,
    );
  }
  return {
    region: variable('AWS_REGION'),
    credentials: present({
      accessKeyId: variable('AWS_ACCESS_KEY_ID'),
      secretAccessKey: variable('AWS_SECRET_ACCESS_KEY'),
      sessionToken: env.AWS_SESSION_TOKEN,
    }),
    endpoints: env,
  };
}

/** What the SDK obeys and slim clients do not. https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html */
const otherEndpoints = ['AWS_USE_FIPS_ENDPOINT', 'AWS_USE_DUALSTACK_ENDPOINT'];

/** Of the invocation under way, where Lambda traces; it changes with each. */
export const traceId = (env: NodeJS.ProcessEnv = process.env): string | undefined => env._X_AMZN_TRACE_ID;
