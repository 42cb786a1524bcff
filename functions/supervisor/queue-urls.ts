import { ConfigError } from '../core/errors.ts';

/** Of an integration. */
export interface QueueUrls {
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/** What the supervisor's own queue is called, behind its environment's `interlock-<env>-`. */
const ownName = 'supervisor';

/**
 * URLs of an integration's queues, by the supervisor's own: the same account, region and environment, and the integration's
 * name (lib/names.ts). Two URLs for each of a hundred integrations are more than a function's environment holds, 4 KB.
 * Throws `ConfigError` when it is no URL of the supervisor's.
 */
export function queueUrlsOf(ownQueueUrl: string, integration: string): QueueUrls {
  if (!ownQueueUrl.endsWith(`-${ownName}`))
    throw new ConfigError(`${ownQueueUrl} is no URL of the supervisor's queue`);
  const queueUrl = ownQueueUrl.slice(0, -ownName.length) + integration;
  return { queueUrl, deadLetterQueueUrl: `${queueUrl}-dead-letters` };
}
