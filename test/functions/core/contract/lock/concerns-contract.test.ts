import { expect, test } from 'vitest';
import { concernsContract } from '../../../../../functions/core/contract/lock/concerns-contract.ts';
import type { LockedOperation } from '../../../../../functions/core/contract/lock/lock.ts';
import { lockedResponse } from '../../../../../functions/core/contract/lock/locked-response.ts';

const recorded: LockedOperation = {
  request: 'GET /me',
  responses: new Map([[401, lockedResponse([])]]),
};

test.each([
  [200, 'success', true],
  [404, 'terminal', true],
  [401, 'credentials', true],
  [403, 'refused', true],
  [403, 'credentials', false],
  [429, 'throttled', false],
  [503, 'ambiguous', false],
  [undefined, 'retryable', false],
] as const)(
  'a %s with the verdict %s is compared with a lock that has 401: %s',
  (statusCode, verdict, is) => {
    expect(concernsContract(recorded, statusCode, verdict)).toBe(is);
  },
);

test('a status is compared where the lock lacks the operation, if it ends a delivery', () => {
  expect(concernsContract(undefined, 301, 'terminal')).toBe(true);
  expect(concernsContract(undefined, 401, 'credentials')).toBe(false);
});
