import type { VersionedCredentials } from './credentials.ts';
import type { DeliveryParts } from './delivery-parts.ts';

/**
 * What to use instead of credentials that the third party refused: one fresh read of the secret for all that were. When
 * it brings nothing newer the destination is parked; a read that fails brings nothing newer either: calling on would
 * hammer a third party that said no.
 */
export async function insteadOfRefused(
  {
    account,
    credentials,
    parkingReporter,
  }: Pick<DeliveryParts, 'account' | 'credentials' | 'parkingReporter'>,
  refused: VersionedCredentials,
  statusCode: number | undefined,
): Promise<VersionedCredentials | undefined> {
  const fresh = await credentials.refreshed(refused.version).catch(() => undefined);
  if (fresh !== undefined) return fresh;
  if (account.parking() !== undefined) return undefined;
  // Not in the third party's words: they may repeat the event.
  const reason = `the credentials were refused (status ${statusCode})`;
  await parkingReporter.park({ reason, refusedVersion: refused.version });
  return undefined;
}
