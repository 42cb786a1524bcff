/** Which form the items of the ledger have, so that two versions of the code can write to one table. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/**
 * Goes up when code of the version before would misread what is written now: an attribute that means something else, not
 * one that is new. Deploy code that reads both first. docs/decisions/ledger-format.md
 */
export const formatVersion = 1;

/**
 * To be set by every write; before there was such a thing items had the first form. A name is stored with each item, and an
 * item of more than a kilobyte costs a second unit of each write: so this one is a letter.
 */
export const setsFormat = 'v = :formatVersion';

/** Nothing is written over what a later version wrote. */
export const ifFormatIsKnown = '(attribute_not_exists(v) OR v <= :formatVersion)';

export const formatValues = { ':formatVersion': { N: `${formatVersion}` } };

/** Throws on an item that a later version wrote: nothing is done, and what was asked comes back until that one is deployed. */
export function refuseLaterFormat({ v: found }: Readonly<Record<string, AttributeValue>>): void {
  if (Number(found?.N ?? formatVersion) <= formatVersion) return;
  throw new Error(
    `the ledger has an item of format ${found?.N}, this version reads ${formatVersion}: deploy the version that wrote it`,
  );
}
