import { deadLetterQueueName, undeliveredQueueName } from '../../../names.ts';
import { fewAtOnce } from '../../few-at-once.ts';
import { queueDepth } from '../../resources.ts';
import { counted } from '../../shell/output.ts';
import { readUnconsumedQueues } from '../../unconsumed-queues.ts';
import { allWell, type DeployedCheck, type Look } from './look.ts';

/** Whether anything lies where only a person takes it away. */
export const deadLetters: DeployedCheck = {
  name: 'dead letters',
  look: async ({ clients: { sqs }, environment: { name: environment }, context }) => {
    const [own, others] = await Promise.all([
      fewAtOnce(context.integrations, async ({ name }) => {
        const [dead, undelivered] = await Promise.all([
          queueDepth(sqs, deadLetterQueueName(environment, name)),
          queueDepth(sqs, undeliveredQueueName(environment, name)),
        ]);
        return { name, dead, undelivered };
      }),
      readUnconsumedQueues(sqs, environment),
    ]);
    const troubles = [
      ...own.flatMap(({ name, dead, undelivered }): readonly Look[] => [
        ...(dead === 0
          ? []
          : [
              {
                state: 'trouble' as const,
                says: `${name} gave up on ${counted(dead, 'event')}`,
                todo: `npm run interlock -- dead-letters ${name} --env ${environment}`,
              },
            ]),
        ...(undelivered === 0
          ? []
          : [
              {
                state: 'trouble' as const,
                says: `SNS could not hand ${counted(undelivered, 'event')} to ${name}`,
                todo: 'docs/runbook.md, undelivered',
              },
            ]),
      ]),
      ...others
        .filter(({ count }) => count > 0)
        .map(
          ({ count, thing, meaning, queue }): Look => ({
            state: 'trouble',
            says: `${counted(count, thing)} ${meaning}`,
            todo: `they lie in ${queue}: docs/runbook.md says what to do with them`,
          }),
        ),
    ];
    return allWell(troubles, 'there are none');
  },
};
