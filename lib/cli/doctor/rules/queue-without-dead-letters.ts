import type { AcknowledgedFinding } from '../../../stack/acknowledgements.ts';
import { ofType, queueType, speaksOf } from '../references.ts';
import type { Rule } from '../rule.ts';

/** A last resort gives up nothing any more, and says so where it is made. */
const lastResort = 'AwsSolutions::AwsSolutions-SQS3' satisfies AcknowledgedFinding;

/** What a function receives again and again has somewhere to go. */
export const queueWithoutDeadLetters: Rule = {
  name: 'queue-without-dead-letters',
  mistake: 5,
  breaches: ({ resources }) => {
    const holders = resources.filter(({ properties }) => properties.RedrivePolicy !== undefined);
    return ofType(resources, queueType)
      .filter(
        ({ properties, acknowledged }) =>
          properties.RedrivePolicy === undefined && !acknowledged.includes(lastResort),
      )
      .filter((queue) => !holders.some((one) => speaksOf(one.properties.RedrivePolicy, one, queue)))
      .map(({ path, file, line }) => ({
        file,
        line,
        what: `the queue ${path} has no dead-letter queue`,
        todo: 'give it a redrive policy: what cannot be processed is lost after its retention otherwise',
      }));
  },
};
