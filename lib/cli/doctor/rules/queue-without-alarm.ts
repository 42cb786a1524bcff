import { ofType, queueType, speaksOf } from '../references.ts';
import type { Rule } from '../rule.ts';
import type { StackResource } from '../stack-resources.ts';

/** Nothing is put aside without somebody being told: an alarm looks at the queue, or at that to which it hands what it gives up. */
export const queueWithoutAlarm: Rule = {
  name: 'queue-without-alarm',
  mistake: 5,
  breaches: ({ resources }) => {
    const alarms = ofType(resources, 'AWS::CloudWatch::Alarm').filter(
      ({ properties: { AlarmActions } }) => Array.isArray(AlarmActions) && AlarmActions.length > 0,
    );
    const queues = ofType(resources, queueType);
    const isWatched = (queue: StackResource) =>
      alarms.some((alarm) => speaksOf([alarm.properties.Dimensions, alarm.properties.Metrics], alarm, queue));
    return queues
      .filter(
        (queue) =>
          !isWatched(queue) &&
          !queues.some((other) => speaksOf(queue.properties.RedrivePolicy, queue, other) && isWatched(other)),
      )
      .map(({ path, file, line }) => ({
        file,
        line,
        what: `no alarm looks at the queue ${path}`,
        todo: 'add one to lib/stack/alarms that goes to the alerts topic, and its entry to docs/runbook.md',
      }));
  },
};
