import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lock, LockedOperation, LockedResponse } from '../../functions/core/contract/lock/lock.ts';
import { parseLock, printLock } from '../../functions/core/contract/lock/lock-json.ts';
import { lockFile } from '../../lib/names.ts';
import { shopRoot } from '../fixtures/shop/index.ts';
import { letterboxLock } from './letterbox-lock.ts';

/** The locks of the shop's third parties and that of the letterbox, by destination, as they are deployed in a world. */
export const locks: Readonly<Record<string, string>> = {
  letterbox: letterboxLock,
  ...Object.fromEntries(['gazette', 'helpdesk', 'wallet'].map((name) => [name, lockOf(name)])),
};

/** Here a stand-in is the third party. What its account is allowed is what we declare, and not what was recorded. */
function lockOf(destination: string): string {
  const path = join(shopRoot, lockFile(destination));
  const lock = parseLock(readFileSync(path, 'utf8'));
  const operations = new Map([...lock.operations].map(([name, one]) => [name, withoutAmounts(one)]));
  const recorded: Lock['recorded'] = { ...lock.recorded, from: 'sandbox' };
  return printLock({ ...lock, recorded, operations });
}

function withoutAmounts({ request, responses }: LockedOperation): LockedOperation {
  const words = ({ limits, ...rest }: LockedResponse): LockedResponse => ({
    ...rest,
    limits: new Map([...limits].filter(([, limit]) => typeof limit !== 'number')),
  });
  return {
    request,
    responses: new Map([...responses].map(([status, response]) => [status, words(response)])),
  };
}
