import { expect, it } from 'vitest';
import { accountLimits } from '../../../../functions/core/pace/account-limits.ts';
import { readSourceFiles } from '../../../architecture/source-file.ts';

const declared = [{ requests: 100, windowMs: 1_000 }] as const;
const own = [{ requests: 5, windowMs: 1_000 }] as const;

it.each([
  ['an environment that names no limits', {}, declared, false],
  ['limits of another destination', { rateLimits: { other: own } }, declared, false],
  ['limits of its own', { rateLimits: { billing: own } }, own, true],
  ['a name that every object has', { rateLimits: {} }, declared, false],
])('the limits of an account by %s', (_, settings, limits, areOwn) => {
  const name = _ === 'a name that every object has' ? 'constructor' : 'billing';
  expect(accountLimits(settings, { name, rateLimits: [...declared] })).toEqual({ limits, areOwn });
});

it('nobody else looks for the limits of an environment: whoever did would forget them in one place', () => {
  const looking = readSourceFiles()
    .filter(({ path, text }) => /^(functions|lib)\//.test(path) && /rateLimits\??\.?\[/.test(text))
    .map(({ path }) => path);
  expect(looking).toEqual([]);
});
