import { ConfigError } from '../core/errors.ts';

/** Of an integration. */
export interface QueueUrls {
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/** What the supervisor's own queue and function are called, behind their environment's `interlock-<env>-`. */
export const ownName = 'supervisor';

/** `interlock-<env>-`, by the URL of the supervisor's own queue. Throws `ConfigError` when it is none. */
export function namePrefixOf(ownQueueUrl: string): string {
  return prefixOf(ownQueueUrl).slice(ownQueueUrl.lastIndexOf('/') + 1);
}

function prefixOf(ownQueueUrl: string): string {
  if (!ownQueueUrl.endsWith(`-${ownName}`))
    throw new ConfigError(`${ownQueueUrl} is no URL of the supervisor's queue`);
  return ownQueueUrl.slice(0, -ownName.length);
}

/**
 * URLs of an integration's queues, by the supervisor's own: the same account, region and environment, and the integration's
 * name (lib/names.ts). Two URLs for each of a hundred integrations are more than a function's environment holds, 4 KB.
 * Throws `ConfigError` when it is no URL of the supervisor's.
 */
export function queueUrlsOf(ownQueueUrl: string, integration: string): QueueUrls {
  const queueUrl = prefixOf(ownQueueUrl) + integration;
  return { queueUrl, deadLetterQueueUrl: `${queueUrl}-dead-letters` };
}
