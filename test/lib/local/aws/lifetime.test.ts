import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalAws } from '../../../../lib/local/aws/local-aws.ts';
import { startLocalAws } from '../../../../lib/local/aws/start-local-aws.ts';
import { createFunctionLog } from '../../../scenarios/function-log.ts';
import { createWaiting } from '../../../scenarios/until.ts';
import { chainAssembly } from './fixtures/chain-assembly.ts';

const options = {
  assemblyDir: fileURLToPath(new URL('fixtures', import.meta.url)),
  stackName: 'chain',
  port: 0,
  secrets: {},
};
const log = createFunctionLog();
const { until } = createWaiting({ patienceMs: 8_000, troubles: log.troubles });

const send = (aws: Pick<LocalAws, 'endpoint'>, message: object, queueName = 'test-queue') =>
  new SQSClient({
    endpoint: aws.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'operator', secretAccessKey: 'local' },
  }).send(
    new SendMessageCommand({
      QueueUrl: `${aws.endpoint}/000000000000/${queueName}`,
      MessageBody: JSON.stringify(message),
    }),
  );

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('stopping', () => {
  it.each(['count', 'hang'])(
    'ends within 5 s and leaves no process, with a function that does %s',
    async (does) => {
      const pids = new Set<number>();
      const onLog = ({ line, functionName }: { line: string; functionName: string }) => {
        log.read(line, functionName);
        const { pid } = JSON.parse(line) as { pid?: number };
        if (pid !== undefined) pids.add(pid);
      };
      const aws = await startLocalAws({ ...options, onLog });
      await send(aws, { id: 'one', does });
      await until('the function has received its message', () => expect(pids.size).toBe(1));

      const startedMs = performance.now();
      await aws.stop();

      expect(performance.now() - startedMs).toBeLessThan(5_000);
      expect([...pids].filter(isRunning)).toEqual([]);
      await expect(fetch(aws.endpoint)).rejects.toThrow('fetch failed');
    },
  );

  it('frees its port', async () => {
    const first = await startLocalAws(options);
    await first.stop();
    const second = await startLocalAws({ ...options, port: Number(new URL(first.endpoint).port) });

    expect(second.endpoint).toBe(first.endpoint);
    await second.stop();
  });
});

describe('the death of the process that runs it', () => {
  const kinds = ['count', 'hang', 'spin'];
  const pids = new Map<string, number>();
  // None of them may end by itself meanwhile.
  const assemblyDir = chainAssembly({ queues: kinds, timeoutSeconds: 60 });
  let owner: ChildProcess;

  beforeAll(async () => {
    const path = fileURLToPath(new URL('fixtures/owner.ts', import.meta.url));
    owner = fork(path, [JSON.stringify({ ...options, assemblyDir })]);
    const [{ endpoint }] = (await once(owner, 'message')) as [{ endpoint: string }];
    owner.on('message', ({ does, pid }: { does: string; pid: number }) => pids.set(does, pid));
    await Promise.all(kinds.map((does) => send({ endpoint }, { id: does, does }, `test-${does}`)));
    await until('each has received its message', () => expect([...pids.keys()].sort()).toEqual(kinds));
    expect([...pids.values()].map(isRunning)).toEqual([true, true, true]);
    owner.kill('SIGKILL');
  });
  afterAll(() => {
    owner.kill('SIGKILL');
    for (const pid of [...pids.values()].filter(isRunning)) process.kill(pid, 'SIGKILL');
    rmSync(assemblyDir, { recursive: true });
  });

  it.each(kinds)('ends a sandbox that does %s', async (does) => {
    await until('its process is gone', () => expect(isRunning(pids.get(does) ?? 0)).toBe(false));
  });
});

describe('a port that is taken', () => {
  it('rejects', async () => {
    const first = await startLocalAws(options);
    const port = Number(new URL(first.endpoint).port);

    await expect(startLocalAws({ ...options, port })).rejects.toThrow('EADDRINUSE');
    await first.stop();
  });
});
