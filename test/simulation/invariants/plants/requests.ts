/** Requests that come too often, too early, too late, or to whom they must not. */
import type { Evidence } from '../../evidence.ts';
import { defaultStartMs } from '../../kernel.ts';
import { arrive, type Plant, workerTo } from './plant.ts';

const secondMs = 1_000;

export const rateLimits: readonly Plant[] = [
  {
    about: 'one request more than a second allows',
    into: (evidence) => {
      for (let n = 0; n < 26; n += 1)
        arrive(evidence, 'wallet', { atMs: defaultStartMs + 60 * secondMs + n * 40 });
      return evidence;
    },
    says: ['wallet saw 26 requests in 1000 ms, 25 are allowed'],
  },
];

export const pauses: readonly Plant[] = [
  {
    about: 'a sandbox calls again before the pause that it heard of is over',
    into: (evidence) => {
      const atMs = defaultStartMs + 60 * secondMs;
      const sandbox = 'worker#7';
      arrive(evidence, 'gazette', {
        sandbox,
        atMs,
        startedAtMs: atMs,
        heardAtMs: atMs,
        statusCode: 429,
        retryAfter: '10',
      });
      return arrive(evidence, 'gazette', { sandbox, startedAtMs: atMs + 4 * secondMs });
    },
    says: ['worker#7 called gazette 6000 ms before its pause was over'],
  },
];

/** Wallet takes another key and is parked, with one alert, from a minute after the beginning on. */
function parked(evidence: Evidence): Evidence {
  const atMs = defaultStartMs + 60 * secondMs;
  return {
    ...alerted(evidence, 1),
    keyChanges: ['wallet'],
    parkings: [{ destination: 'wallet', atMs, isParked: true }],
  };
}

function alerted(evidence: Evidence, times: number): Evidence {
  const alert = { atMs: defaultStartMs, subject: 'Interlock dev: wallet is parked', message: '' };
  const alerts = Array.from({ length: times }, () => alert);
  return { ...evidence, world: { ...evidence.world, services: { ...evidence.world.services, alerts } } };
}

export const parking: readonly Plant[] = [
  {
    about: 'a function calls a destination that is parked',
    into: (evidence) => {
      arrive(evidence, 'wallet', { sandbox: 'worker#7', startedAtMs: defaultStartMs + 70 * secondMs });
      return parked(evidence);
    },
    says: ['worker#7 called wallet 10000 ms after it was parked'],
  },
  {
    about: 'a destination is parked that has refused nothing',
    into: (evidence) => ({ ...parked(evidence), keyChanges: [] }),
    says: ['wallet was parked 1 times, and had 0 reasons to be'],
  },
  {
    about: 'an incident is told of twice',
    into: (evidence) => alerted(parked(evidence), 2),
    says: ['2 alerts for 1 incidents of wallet'],
  },
  {
    about: 'an incident is not told of',
    into: (evidence) => alerted(parked(evidence), 0),
    says: ['1 incidents of wallet, and 0 alerts'],
  },
];

export const deadlines: readonly Plant[] = [
  {
    about: 'a request begins without the time for it',
    into: (evidence) => arrive(evidence, 'wallet', { sandbox: 'worker#7', isTooLate: true }),
    says: ['worker#7 began POST /v1/customers of wallet without the time for it'],
  },
  {
    about: 'a function runs into its timeout',
    into: (evidence) => {
      (workerTo(evidence, 'wallet').lambda.stats.deaths as Record<string, number>).timeout = 2;
      return evidence;
    },
    says: ['interlock-dev-customer-created-to-wallet ran into its timeout 2 times'],
  },
];
