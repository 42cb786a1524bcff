import { expect, it } from 'vitest';
import { namePrefixOf, queueUrlsOf } from '../../../functions/supervisor/queue-urls.ts';
import { deadLetterQueueName, integrationName } from '../../../lib/names.ts';

const at = (name: string) => `https://sqs.eu-west-1.amazonaws.com/123456789012/${name}`;

it('finds the queues of an integration beside its own', () => {
  expect(queueUrlsOf(at(integrationName('prod', 'supervisor')), 'made-to-thing')).toEqual({
    queueUrl: at(integrationName('prod', 'made-to-thing')),
    deadLetterQueueUrl: at(deadLetterQueueName('prod', 'made-to-thing')),
  });
});

it('knows by its own what all names of its environment begin with', () => {
  expect(namePrefixOf(at(integrationName('prod', 'supervisor')))).toBe('interlock-prod-');
});

it('takes no other queue for its own', () => {
  expect(() => queueUrlsOf(at('interlock-prod-watch'), 'made-to-thing')).toThrow(
    'is no URL of the supervisor',
  );
});
