import type { InvocationResult } from './lambda.ts';

/**
 * Which messages of a batch Lambda deletes. Null, nothing and an empty list are success; what it cannot read, and an id
 * that it did not send, fail the batch.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function succeededIds(result: InvocationResult, sentIds: readonly string[]): readonly string[] {
  if (!result.ok) return [];
  const { payload } = result;
  if (payload === undefined || payload === '' || payload === 'null') return sentIds;
  const failedIds = failedIn(payload);
  return failedIds?.every((id) => sentIds.includes(id))
    ? sentIds.filter((id) => !failedIds.includes(id))
    : [];
}

/** `undefined`: unreadable. */
function failedIn(payload: string): readonly string[] | undefined {
  let response: unknown;
  try {
    response = JSON.parse(payload);
  } catch {
    return undefined;
  }
  if (typeof response !== 'object' || response === null) return undefined;
  const { batchItemFailures: failures = [] } = response as { batchItemFailures?: unknown };
  if (failures === null) return [];
  if (!Array.isArray(failures)) return undefined;
  const ids = failures.map((failure: { itemIdentifier?: unknown } | null) => failure?.itemIdentifier);
  return ids.every((id) => typeof id === 'string') ? (ids as string[]) : undefined;
}
