import type { EventSourceMapping } from './event-source-mapping.ts';
import type { LambdaFunction } from './function.ts';
import type { Iam } from './iam.ts';
import type { Logs } from './logs.ts';
import type { MoveTasks } from './move-tasks.ts';
import type { Queues } from './queues.ts';
import type { Secrets } from './secrets.ts';
import type { Tables } from './table.ts';
import type { Topics } from './topics.ts';

/** What the endpoint passes calls on to. */
export interface Services {
  readonly queues: Queues;
  readonly topics: Topics;
  readonly tables: Tables;
  readonly secrets: Secrets;
  readonly logs: Logs;
  readonly iam: Iam;
  readonly moveTasks: MoveTasks;
  /** By name. */
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  /** Event source mappings by queue name. */
  readonly eventSources: ReadonlyMap<string, EventSourceMapping>;
}
