import type { Classification } from '../http/classify.ts';
import type { LineContext } from './attempt-line.ts';
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
    incidentReporter,
    integration,
  }: Pick<DeliveryParts, 'account' | 'credentials' | 'incidentReporter' | 'integration'>,
  refused: VersionedCredentials,
  { statusCode, thirdPartyCode = '' }: Pick<Classification, 'statusCode' | 'thirdPartyCode'>,
  tell: LineContext['tell'],
): Promise<VersionedCredentials | undefined> {
  const fresh = await credentials.refreshed(refused.version).catch(() => undefined);
  if (fresh !== undefined) return fresh;
  // Of a token only its keeper knows whether another one may be had; it parks when there is none.
  if (account.parking() !== undefined || integration.operation.destination.token !== undefined)
    return undefined;
  // Not in the third party's words: they may repeat the event. A code that could stand in a program is none of them; it
  // tells a missing right, a blocked address and a key that is no good apart.
  const isHarmless = identifier.test(thirdPartyCode) && tell.id(thirdPartyCode) === thirdPartyCode;
  const code = isHarmless ? `, ${thirdPartyCode}` : '';
  const reason = `the credentials were refused (status ${statusCode}${code})`;
  await incidentReporter.park({ reason, refusedVersion: refused.version });
  return undefined;
}

/** Letters and the joints of words, no digits: nobody's number, address or key. */
const identifier = /^[A-Za-z][A-Za-z_.-]{1,63}$/;
