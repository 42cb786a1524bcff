import { describe, expect, test, vi } from 'vitest';
import type { Verdict } from '../../../../functions/core/declare/destination.ts';
import type { EncodedRequest } from '../../../../functions/core/declare/http-message.ts';
import type { Operation } from '../../../../functions/core/declare/operation.ts';
import { type Ready, readyAfter } from '../../../../functions/core/deliver/next-request.ts';
import type { Step } from '../../../../functions/core/deliver/progress-after.ts';
import { CredentialsError } from '../../../../functions/core/errors.ts';
import type { Classification } from '../../../../functions/core/http/classify.ts';
import { ownWords } from '../../../../functions/core/redact/redacted.ts';
import {
  byLookup,
  createThing,
  type ThingParams,
  thingIntegration,
} from '../../../fixtures/fixture-integration.ts';

const encoded = (method: string, path: string): EncodedRequest => ({
  method,
  path,
  query: '',
  headers: {},
  body: undefined,
});
const old = { credentials: { apiKey: 'sk_1' }, version: 'v1' };
const newer = { credentials: { apiKey: 'sk_2' }, version: 'v2' };
const original = encoded('POST', '/things');
const rendered = { method: 'GET', url: new URL('https://api.example.com/sent'), headers: {} };

interface Case {
  readonly step: Step;
  readonly verdict: Verdict;
  readonly found?: Classification['found'];
  readonly repeat?: Operation<ThingParams>['repeat'];
  /** @default an update of the thing */
  readonly followUp?: Operation<ThingParams>['followUp'];
  readonly isAnswered?: boolean;
  readonly newest?: typeof newer | undefined;
}

const update = () => ({ method: 'PUT', path: '/things/1' }) as const;

async function followed({ step, verdict, found, repeat = byLookup, isAnswered = true, ...rest }: Case) {
  const integration = thingIntegration(createThing(repeat));
  // Got round the types and `defineOperation`.
  const operation = { ...integration.operation, followUp: 'followUp' in rest ? rest.followUp : update };
  const park = vi.fn(async () => {});
  const parts = {
    integration: { ...integration, operation },
    settings: { allowPrivateAddresses: false },
    account: { parking: () => undefined },
    credentials: { refreshed: async () => rest.newest },
    incidentReporter: { park },
    now: () => 0,
    random: () => 0,
  };
  const sent: Ready = { step, request: encoded('GET', '/sent'), credentials: old, rendered };
  const attempt = {
    number: 1,
    request: rendered,
    response: isAnswered ? { statusCode: 200, headers: {}, body: '{}', bodyTruncated: false } : undefined,
    classification: {
      verdict,
      scope: 'event',
      fromApplication: true,
      code: 'CODE',
      message: 'said so',
      found,
    },
    durationMs: 1,
  } as const;
  const line = { idempotencyKey: 'key-1', about: {}, tell: { id: ownWords } };
  const delivery = { prepared: { output: { reference: 'r1', name: 'Ada' } } };
  const next = await readyAfter(parts as never, { delivery, line, original } as never, sent, attempt);
  return { next, attempt, park };
}

/** What goes out next, or that nothing does. */
async function nextAfter(one: Case): Promise<string> {
  const { next, attempt } = await followed(one);
  if ('end' in next) {
    expect(next.end).toBe(attempt);
    return 'end';
  }
  const { step, request, credentials } = next;
  expect(next.rendered.url.href).toBe(`https://api.example.com${request.path}`);
  expect(next.rendered.method).toBe(request.method);
  expect(next.rendered.headers.authorization).toBe(`Bearer ${credentials.credentials.apiKey}`);
  return `${step} ${request.method} ${request.path} ${credentials.version}`;
}

const verdicts = [
  'success',
  'terminal',
  'retryable',
  'ambiguous',
  'unknown',
  'throttled',
  'credentials',
  'refused',
] as const;
const others = (told: Partial<Record<Verdict, string>>) => ({
  ...Object.fromEntries(verdicts.map((verdict) => [verdict, 'end'])),
  ...told,
});

/** What each verdict leads to. */
async function leads(one: Omit<Case, 'verdict'>) {
  const found: [string, string][] = [];
  for (const verdict of verdicts) found.push([verdict, await nextAfter({ ...one, verdict })]);
  return Object.fromEntries(found);
}

const followUp = 'follow-up PUT /things/1 v1';

describe('what an answer leads to', () => {
  test('of a request: a refusal to its follow-up', async () => {
    expect(await leads({ step: 'request' })).toEqual(others({ terminal: followUp }));
  });

  test('of a follow-up: nothing', async () => {
    expect(await leads({ step: 'follow-up' })).toEqual(others({}));
  });

  test('of a lookup: its yes to the follow-up, its no to the request, all else to nothing', async () => {
    const all = (next: string) => Object.fromEntries(verdicts.map((verdict) => [verdict, next]));
    expect(await leads({ step: 'lookup', found: 'yes' })).toEqual(all(followUp));
    expect(await leads({ step: 'lookup', found: 'no' })).toEqual(all('request POST /things v1'));
    expect(await leads({ step: 'lookup', found: 'cannot say' })).toEqual(others({}));
  });

  test('without an answer: nothing', async () => {
    expect(await leads({ step: 'request', isAnswered: false })).toEqual(others({}));
    expect(await nextAfter({ step: 'lookup', verdict: 'success', found: 'yes', isAnswered: false })).toBe(
      'end',
    );
  });

  test('where no follow-up is declared, or none is made of this answer: nothing', async () => {
    for (const none of [undefined, () => undefined]) {
      expect(await leads({ step: 'request', followUp: none })).toEqual(others({}));
      expect(await nextAfter({ step: 'lookup', verdict: 'success', found: 'yes', followUp: none })).toBe(
        'end',
      );
    }
  });

  test.each<[Operation<ThingParams>['repeat']['by'], string]>([
    ['key', followUp],
    ['upsert', followUp],
    ['never', 'end'],
  ])('of a refused request that repeats by %s, whatever it declares: %s', async (by, expected) => {
    const repeat = { by, header: 'Idempotency-Key', windowMs: 1 } as Operation<ThingParams>['repeat'];
    expect(await nextAfter({ step: 'request', verdict: 'terminal', repeat })).toBe(expected);
  });

  test('refused credentials to the same request under newer ones', async () => {
    for (const step of ['lookup', 'request', 'follow-up'] as const)
      expect(await leads({ step, newest: newer })).toEqual(
        others({
          credentials: `${step} GET /sent v2`,
          ...(step === 'request' ? { terminal: followUp } : {}),
        }),
      );
  });
});

describe('what cannot be made', () => {
  test.each<[unknown, string]>([
    [new TypeError('cannot read Ada'), 'TypeError'],
    ['Ada', 'not an error'],
  ])('leaves the answer as it is, and says so without its words', async (thrown, name) => {
    const fails = () => {
      throw thrown;
    };
    const { next, attempt, park } = await followed({ step: 'request', verdict: 'terminal', followUp: fails });
    expect(next).toEqual({
      end: {
        ...attempt,
        classification: {
          ...attempt.classification,
          message: `said so; what it leads to cannot be made (${name})`,
        },
      },
    });
    expect(park).not.toHaveBeenCalled();
  });

  test('for want of credentials parks, and names their version', async () => {
    const fails = () => {
      throw new CredentialsError('no address', 'v7');
    };
    const { park } = await followed({ step: 'request', verdict: 'terminal', followUp: fails });
    expect(park).toHaveBeenCalledExactlyOnceWith({ reason: 'no address', refusedVersion: 'v7' });
  });
});
