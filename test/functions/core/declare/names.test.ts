import { describe, expect, it } from 'vitest';
import { refuseName } from '../../../../functions/core/declare/names.ts';
import { contractWatchSource, supervisorSource } from '../../../../lib/build/function-sources.ts';
import {
  alertsTopicName,
  deadLetterQueueName,
  integrationName,
  ledgerTableName,
  topicName,
  undeliveredQueueName,
  unroutedQueueName,
} from '../../../../lib/names.ts';

describe('the name of an integration', () => {
  it.each(['made-to-thing', 'a', 'order2-placed', 'destinations', 'destination-made', 'x'.repeat(46)])(
    'may be %s',
    (name) => {
      expect(() => refuseName('integration', name)).not.toThrow();
    },
  );

  it.each([
    ['', 'use lower-case words'],
    ['Made', 'use lower-case words'],
    ['a_b', 'use lower-case words'],
    ['a*', 'use lower-case words'],
    ['a?', 'use lower-case words'],
    ['a#b', 'use lower-case words'],
    ['destination#other', 'use lower-case words'],
    ['a/b', 'use lower-case words'],
    ['x'.repeat(47), 'at most 46 characters'],
    ['destination', "it is another's"],
    ['made-to-thing-dead-letters', "it is another's"],
    ['made-to-thing-undelivered', "it is another's"],
  ])('is not %j', (name, why) => {
    expect(() => refuseName('integration', name)).toThrow(why);
  });

  it("is none of the system's", () => {
    const prefix = integrationName('prod', '');
    const own = [
      alertsTopicName('prod'),
      ledgerTableName('prod'),
      topicName('prod'),
      unroutedQueueName('prod'),
      integrationName('prod', supervisorSource.name),
      integrationName('prod', contractWatchSource.name),
    ].map((name) => name.slice(prefix.length));
    const queues = [deadLetterQueueName('prod', 'a'), undeliveredQueueName('prod', 'a')].map((name) =>
      name.slice(prefix.length),
    );
    for (const name of [...own, ...queues]) {
      expect(() => refuseName('integration', name)).toThrow('integration name');
    }
  });
});

describe('the name of a destination', () => {
  it.each(['*', 'a*', 'a#b', 'a/b', '', 'A', 'stripe?'])(
    'is not %j: what a role is granted is called by it',
    (name) => {
      expect(() => refuseName('destination', name)).toThrow('use lower-case words');
    },
  );
});
