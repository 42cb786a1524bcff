import type { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RateLimit } from '../../../functions/core/declare/destination.ts';
import { probeOperation } from '../../../functions/core/declare/probe-operation.ts';
import { createSystemFunction, type SystemRuntime } from '../../../functions/core/system-function.ts';
import { environments } from '../../../lib/environments.ts';
import { createThing, thingDestination, thingIntegration } from '../../fixtures/fixture-integration.ts';
import { TableModel } from '../../models/table.ts';

const startMs = Date.UTC(2026, 2, 1);
const secret = 'sk_live_CANARY0123456789';
const destination = thingDestination({ rateLimits: [{ requests: 1, windowMs: 1_000 }] });
const integrations = [thingIntegration(createThing(undefined, { destination }))];

let nowMs: number;
let lines: string[];
let sentAtMs: number[];

beforeEach(() => {
  [nowMs, lines, sentAtMs] = [startMs, [], []];
});

function systemFunction(rateLimits?: Record<string, readonly RateLimit[]>, deployedFor = 'thing') {
  const table = new TableModel({ name: 'ledger', partitionKey: 'id', now: () => nowMs });
  const runtime: SystemRuntime = {
    config: {
      settings: {
        ...environments.prod.settings,
        pacing: { dispersionMs: 0, clockSkewMs: 0 },
        ...(rateLimits === undefined ? {} : { rateLimits }),
      },
      resources: { ledgerTable: 'ledger', secretPrefix: 'secret-of-', destinations: [deployedFor] },
    },
    clients: {
      dynamodb: {
        send: async (command: { input: object }) =>
          table.execute(command.constructor.name.replace('Command', ''), command.input),
      } as never,
      secrets: {
        send: async ({ input }: GetSecretValueCommand) => ({
          SecretString: JSON.stringify({ apiKey: secret }),
          VersionId: input.SecretId,
        }),
      } as never,
    },
    send: async () => {
      sentAtMs.push(nowMs - startMs);
      return { response: { statusCode: 200, headers: {}, body: '{}', bodyTruncated: false } };
    },
    write: (line) => lines.push(line),
    now: () => nowMs,
    monotonicMs: () => nowMs,
    random: () => 0.5,
    randomId: () => 'id',
    sleep: async (ms) => {
      nowMs += ms;
    },
  };
  const { log, destinations } = createSystemFunction(integrations, runtime);
  const [one] = destinations;
  if (one === undefined) throw new Error('no destination');
  return { log, one };
}

const request = { method: 'GET', url: new URL('https://api.example.com/me'), headers: {} };

describe('a function of the system', () => {
  it('reads the secret of its destination, and its log holds nothing of it from then on', async () => {
    const { log, one } = systemFunction();
    expect(await one.readSecret()).toEqual({ credentials: { apiKey: secret }, version: 'secret-of-thing' });
    log.write('info', 'destination.supervised', { reason: `it said ${secret}` });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      environment: 'prod',
      message: 'destination.supervised',
      reason: 'it said «secret»',
    });
  });

  it.each([
    ['the limit that the destination declares', undefined, [0, 1_000]],
    ["the limit of the environment's own account", { thing: [{ requests: 1, windowMs: 4_000 }] }, [0, 4_000]],
  ])('sends single requests within %s', async (_which, rateLimits, expected) => {
    const { one } = systemFunction(rateLimits);
    await one.send(request, probeOperation(destination));
    await one.send(request, probeOperation(destination));
    expect(sentAtMs.map((ms) => Math.round(ms / 10) * 10)).toEqual(expected);
  });

  it('waits ten seconds at most for a permit', async () => {
    const { one } = systemFunction({ thing: [{ requests: 1, windowMs: 60_000 }] });
    await one.send(request, probeOperation(destination));
    await expect(one.send(request, probeOperation(destination))).rejects.toThrow(
      'the rate limit leaves no room for a probe for 50001 ms',
    );
    expect(sentAtMs).toEqual([0]);
  });

  it('does not start for a destination that no integration uses', () => {
    expect(() => systemFunction(undefined, 'other')).toThrow(
      'no integration uses other: deploy the stack as a whole',
    );
  });
});
