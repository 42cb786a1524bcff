import type { Lock } from './lock.ts';
import { parseLock } from './lock-json.ts';

/** A lock to compare with, or why it is none. */
export type DeployedLock =
  | { readonly lock: Lock }
  /** `unproven`: a stand-in's. `unreadable`: no lock of this contract. The reason quotes no value of the text. */
  | { readonly unusable: 'unproven' | 'unreadable'; readonly reason: string };

/**
 * Reads the lock that was deployed. A stand-in's lock says what we believe, not what the third party does: outside of
 * `local` each of them would differ from it, every day, and teach people to look away. Never throws.
 */
export function readDeployedLock(
  text: string,
  {
    destination,
    contract = destination,
    environment,
  }: { readonly destination: string; readonly contract?: string; readonly environment: string },
): DeployedLock {
  let lock: Lock;
  try {
    lock = parseLock(text);
  } catch (error) {
    return { unusable: 'unreadable', reason: `the lock is no good: ${(error as Error).message}` };
  }
  if (lock.destination !== contract) {
    return { unusable: 'unreadable', reason: `the lock is that of ${lock.destination}` };
  }
  if (lock.recorded.from === 'stand-in' && environment !== 'local') {
    const reason = 'the lock was recorded from a stand-in: probe the third party itself';
    return { unusable: 'unproven', reason };
  }
  return { lock };
}
