/** What differs by environment, as whole tables: each number is a promise to somebody. */
import { expect, it } from 'vitest';
import { deployedNames, environments } from '../../lib/environments.ts';

const secondMs = 1_000;
const minuteMs = 60_000;

it('says how long is waited, and how much is allowed for, in each environment', () => {
  const rows = Object.values(environments).map(({ name, settings }) => {
    const { backoff, parkedRecheckMs, pacing, loggedShare, allowPrivateAddresses } = settings;
    return [name, { backoff, parkedRecheckMs, pacing, loggedShare, allowPrivateAddresses }];
  });
  const cloud = {
    backoff: { baseMs: 5 * secondMs, capMs: 15 * minuteMs, horizonMs: 1_380 * minuteMs },
    parkedRecheckMs: 5 * minuteMs,
    pacing: { dispersionMs: 250, clockSkewMs: 500 },
    allowPrivateAddresses: false,
  };
  expect(Object.fromEntries(rows)).toEqual({
    local: {
      backoff: { baseMs: secondMs, capMs: 4 * secondMs, horizonMs: 10 * minuteMs },
      parkedRecheckMs: 2 * secondMs,
      pacing: { dispersionMs: 200, clockSkewMs: 0 },
      loggedShare: 1,
      allowPrivateAddresses: true,
    },
    dev: { ...cloud, loggedShare: 1 },
    staging: { ...cloud, loggedShare: 0.1 },
    prod: { ...cloud, loggedShare: 0.01 },
  });
});

it('says what a circuit waits at first, and at most', () => {
  const breakers = Object.values(environments).map(({ name, settings }) => [name, settings.breaker]);
  const cloud = { firstMs: 30 * secondMs, mostMs: 5 * minuteMs };
  expect(Object.fromEntries(breakers)).toMatchObject({
    local: { firstMs: 2 * secondMs, mostMs: 8 * secondMs },
    dev: cloud,
    staging: cloud,
    prod: cloud,
  });
});

it('says what is kept, filled and protected, and where a probe may write', () => {
  const rows = Object.values(environments).map((one) => [
    one.name,
    [
      one.logRetentionDays,
      one.batchingWindowSeconds,
      one.maximumConcurrency,
      one.protectData,
      one.established,
      one.allowsProbeWrites,
    ],
  ]);
  expect(Object.fromEntries(rows)).toEqual({
    local: [14, 0, 4, false, false, true],
    dev: [30, 1, undefined, false, false, true],
    staging: [30, 1, undefined, true, false, true],
    prod: [90, 1, undefined, true, false, false],
  });
});

it('deploys all but the one that runs on this machine', () => {
  expect(deployedNames).toEqual(['dev', 'staging', 'prod']);
});
