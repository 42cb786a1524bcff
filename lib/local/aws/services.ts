import type { EventSourceMapping } from './event-source-mapping.ts';
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
  /** By queue name. */
  readonly mappings: ReadonlyMap<string, EventSourceMapping>;
}

/** Throws when the caller's role does not allow it. */
export type Authorize = (
  action: string,
  resource: string,
  context?: Readonly<Record<string, readonly string[]>>,
) => void;
