import type * as z from 'zod/mini';
import { arnOf } from '../account.ts';
import type { EventSourceMapping } from '../event-source-mapping.ts';
import type { LambdaFunction } from '../function.ts';
import type { LogLine } from '../logs.ts';
import type { Policy } from '../policy.ts';
import type { Rules } from '../rules.ts';
import type { Services } from '../services.ts';
import type { Made, Template } from '../template.ts';

/** What resources are made in. */
export interface MakerContext extends Services {
  readonly stackName: string;
  readonly endpoint: string;
  readonly assetDir: (s3Key: string) => string;
  readonly nestedTemplate: (templateUrl: string) => Template;
  /** Values of secrets by name; a secret that is not here gets what the template generates. */
  readonly secretValues: Readonly<Record<string, string>>;
  /** Given to every function besides what the template gives it. */
  readonly environmentVariables: Readonly<Record<string, string>>;
  readonly rules: Rules;
  readonly functions: Map<string, LambdaFunction>;
  readonly eventSources: Map<string, EventSourceMapping>;
  /** They begin to poll once all is made. */
  readonly enabledAtStart: Set<EventSourceMapping>;
  /** By queue name. */
  readonly queuePolicies: Map<string, Policy[]>;
  readonly onLog: (line: LogLine) => void;
  readonly onError: (error: unknown) => void;
  readonly now: () => number;
}

export type Maker = (context: MakerContext, id: string, properties: unknown) => Made | Promise<Made>;

/** A maker that gets its properties as `schema` reads them. */
export const maker =
  <Schema extends z.ZodMiniType>(
    schema: Schema,
    make: (context: MakerContext, id: string, properties: z.output<Schema>) => Made | Promise<Made>,
  ): Maker =>
  (context, id, properties) =>
    make(context, id, schema.parse(properties));

/** Stands in the template, does nothing here; its ARN may be named. */
export const noop =
  (service: string): Maker =>
  (_context, id) => ({ ref: id, attributes: { Arn: arnOf(service, id), KeyId: id, Id: id } });

/** CloudFormation names what the template does not. */
export const defaultName = ({ stackName }: MakerContext, id: string) => `${stackName}-${id}`;
