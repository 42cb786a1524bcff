import { expect, it } from 'vitest';
import { startQueues } from '../../../../lib/local/aws/queues.ts';

it('a receive that has only just been sent ends with the others, instead of waiting for messages', async () => {
  const queues = await startQueues(() => 'http://127.0.0.1:9');
  await queues.create('orders', {});
  // Longer than any test may take.
  const receiving = queues.receive('orders', 10, 20);

  queues.endPolls();

  expect(await receiving).toEqual([]);
  await queues.stop();
});
