import { describe, expect, it } from 'vitest';
import { startHandler } from '../../../functions/core/handler.ts';
import type { Runtime } from '../../../functions/core/runtime.ts';
import { environments } from '../../../lib/environments.ts';
import { thingIntegration } from './fixture-integration.ts';

const never = () => new Promise<never>(() => {});

/** @param answer of AWS, to each call by the name of its command */
function runtimeWith(answer: (call: string) => Promise<object>, sleep: Runtime['sleep'] = never) {
  const calls: string[] = [];
  const client = {
    send: (command: object) => {
      calls.push(command.constructor.name);
      return answer(command.constructor.name);
    },
  };
  const queueUrl = 'https://sqs.us-east-1.amazonaws.com/1/queue';
  const runtime: Runtime = {
    config: {
      settings: environments.prod.settings,
      resources: {
        ledgerTable: 'ledger',
        secretId: 'secret',
        queueUrl,
        deadLetterQueueUrl: queueUrl,
        supervisorQueueUrl: queueUrl,
      },
    },
    clients: { dynamodb: client as never, secrets: client as never, sqs: client as never },
    send: never,
    write: () => {},
    now: () => 0,
    random: () => 0,
    randomId: () => 'id',
    sleep,
    readContract: async () => undefined,
    loadDriftLook: never,
  };
  return { runtime, calls };
}

describe('startHandler', () => {
  it('has read the secret and the account before there is a handler', async () => {
    let answered = 0;
    const { runtime, calls } = runtimeWith(async (call) => {
      await Promise.resolve();
      answered += 1;
      return call === 'GetItemCommand' ? {} : { SecretString: '{"apiKey":"sk_1234"}', VersionId: 'v1' };
    });
    expect(await startHandler(thingIntegration(), runtime)).toBeTypeOf('function');
    expect(calls.sort()).toEqual(['GetItemCommand', 'GetSecretValueCommand']);
    expect(answered).toBe(2);
  });

  it('makes the handler all the same when AWS refuses everything', async () => {
    const { runtime } = runtimeWith(async () => {
      throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    });
    expect(await startHandler(thingIntegration(), runtime)).toBeTypeOf('function');
  });

  it('waits a second at most for an AWS that does not answer', async () => {
    const slept: number[] = [];
    const { runtime } = runtimeWith(never, async (ms) => {
      slept.push(ms);
    });
    expect(await startHandler(thingIntegration(), runtime)).toBeTypeOf('function');
    expect(slept).toEqual([1_000]);
  });
});
