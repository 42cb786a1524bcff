import type { AcknowledgedFinding } from '../../../stack/acknowledgements.ts';
import { ofType, queueType, speaksOf } from '../references.ts';
import type { Rule } from '../rule.ts';

/** As often as a function may be tried before its messages are seen again. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const timesMin = 6;
/** What they are where a template does not say, in seconds. */
const defaults = { visibilitySeconds: 30, functionSeconds: 3 };

const acknowledged = 'Interlock::ShortVisibilityTimeout' satisfies AcknowledgedFinding;

/** A message that comes back while it is still worked on is delivered twice, or waits for its own lease. */
export const shortVisibilityTimeout: Rule = {
  name: 'short-visibility-timeout',
  mistake: 4,
  breaches: ({ resources }) =>
    ofType(resources, 'AWS::Lambda::EventSourceMapping').flatMap((source) => {
      const { EventSourceArn, FunctionName } = source.properties;
      const queue = ofType(resources, queueType).find((one) => speaksOf(EventSourceArn, source, one));
      const worker = ofType(resources, 'AWS::Lambda::Function').find((one) =>
        speaksOf(FunctionName, source, one),
      );
      if (queue === undefined || worker === undefined || queue.acknowledged.includes(acknowledged)) return [];
      const visibilitySeconds = Number(queue.properties.VisibilityTimeout ?? defaults.visibilitySeconds);
      const functionSeconds = Number(worker.properties.Timeout ?? defaults.functionSeconds);
      if (visibilitySeconds >= timesMin * functionSeconds) return [];
      const { path, file, line } = queue;
      return [
        {
          file,
          line,
          what: `the queue ${path} hides a message for ${visibilitySeconds} s, and its function may run for ${functionSeconds} s`,
          todo: `set its visibility timeout to ${timesMin * functionSeconds} s or more`,
        },
      ];
    }),
};
