/** Messages and event sources that stand still. */
import { type Plant, workerTo } from './plant.ts';

export const liveness: readonly Plant[] = [
  {
    about: 'the backlog was gone too late',
    into: (evidence) => ({ ...evidence, drainedAfterMs: 100_000_000 }),
    says: ['it took 100000000 ms to drain, at most 3421000 are explained'],
  },
  {
    about: 'a message is left that nobody takes',
    into: (evidence) => {
      const { queues } = evidence.world.services;
      const QueueUrl = queues.urlOf(workerTo(evidence, 'wallet').queueName);
      queues.execute('SendMessage', { QueueUrl, MessageBody: 'left' });
      return { ...evidence, isDrained: false };
    },
    says: ['1 messages are left in interlock-dev-customer-created-to-wallet (received 0 times)'],
  },
  {
    about: 'an event source is off',
    into: (evidence) => {
      const { services } = evidence.world;
      services.mappings.execute('UpdateEventSourceMapping', {
        UUID: workerTo(evidence, 'wallet').mappingId,
        Enabled: false,
      });
      return evidence;
    },
    says: ['the event source of interlock-dev-customer-created-to-wallet is Disabling'],
  },
];
