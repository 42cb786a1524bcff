import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import type { LocalAws } from '../../../../lib/local/aws/local-aws.ts';
import { startLocalAws } from '../../../../lib/local/aws/start-local-aws.ts';

const options = {
  assemblyDir: fileURLToPath(new URL('fixtures', import.meta.url)),
  stackName: 'chain',
  port: 0,
  secrets: {},
};
const patience = { timeout: 8_000, interval: 20 };

const send = (aws: Pick<LocalAws, 'endpoint'>, message: object) =>
  new SQSClient({
    endpoint: aws.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'operator', secretAccessKey: 'local' },
  }).send(
    new SendMessageCommand({
      QueueUrl: `${aws.endpoint}/000000000000/test-queue`,
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
      const onLog = ({ line }: { line: string }) => {
        const { pid } = JSON.parse(line) as { pid?: number };
        if (pid !== undefined) pids.add(pid);
      };
      const aws = await startLocalAws({ ...options, onLog });
      await send(aws, { id: 'one', does });
      await expect.poll(() => pids.size, patience).toBe(1);

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
  it.each(['count', 'hang', 'spin'])('ends a sandbox that does %s', async (does) => {
    const owner = fork(fileURLToPath(new URL('fixtures/owner.ts', import.meta.url)), [
      JSON.stringify(options),
    ]);
    const [{ endpoint }] = (await once(owner, 'message')) as [{ endpoint: string }];
    await send({ endpoint }, { id: 'one', does });
    const [{ pid }] = (await once(owner, 'message')) as [{ pid: number }];
    expect(isRunning(pid)).toBe(true);

    owner.kill('SIGKILL');

    await expect.poll(() => isRunning(pid), patience).toBe(false);
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
