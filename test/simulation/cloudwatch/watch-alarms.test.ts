import { describe, expect, it } from 'vitest';
import type { AlarmDefinition } from '../../models/cloudwatch/alarm.ts';
import { minuteMs } from '../../models/cloudwatch/metric.ts';
import type { Scenario } from '../scenario.ts';
import { customer, to } from '../stories.ts';
import { createWorld } from '../world.ts';

const integrations = to('gazette');
const queueName = 'interlock-dev-customer-created-to-gazette';

/** How old the oldest is, as SQS and as we know it: the greater of the two, in milliseconds. */
const waiting = (QueueName = queueName): AlarmDefinition => ({
  name: 'waiting',
  queries: [
    {
      id: 'theirs',
      metric: { namespace: 'AWS/SQS', name: 'ApproximateAgeOfOldestMessage', dimensions: { QueueName } },
      statistic: 'Maximum',
    },
    {
      id: 'ours',
      metric: {
        namespace: 'Interlock',
        name: 'WaitingAgeMs',
        dimensions: { environment: 'dev', integration: 'customer-created-to-gazette' },
      },
      statistic: 'Maximum',
    },
  ],
  expressions: [{ id: 'age', text: 'MAX([theirs * 1000, ours])' }],
  periodMs: 15 * minuteMs,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  threshold: 30 * minuteMs,
  comparison: 'GreaterThanOrEqualToThreshold',
  treatMissingData: 'notBreaching',
  alarmActions: ['alerts'],
  okActions: ['alerts'],
});

async function lived(scenario: Partial<Scenario>) {
  const world = createWorld({ seed: 'watched', integrations, ...scenario });
  const startedMs = world.kernel.now();
  world.publish(customer(1).body);
  await world.run({ chaosMs: 60 * minuteMs, drainMs: 60 * minuteMs, settleMs: 60 * minuteMs });
  const history = world.alarms.history.map(({ atMs, to, told }) => ({
    afterMinutes: (atMs - startedMs) / minuteMs,
    to,
    told,
  }));
  return { world, history };
}

const down: Partial<Scenario> = {
  plan: { decide: ({ kind }) => (kind === 'http' ? 'unreachable' : 'none') },
};

describe('alarms of a world', () => {
  it('ring on what functions write and queues report, are told of once, and are over when it is', async () => {
    const { world, history } = await lived({ ...down, alarms: [waiting()] });
    expect(world.alarms.rang()).toEqual(['waiting']);
    expect(world.alarms.isRinging('waiting')).toBe(false);
    const [rang, over, ...others] = history;
    expect(others).toEqual([]);
    expect(rang).toMatchObject({ to: 'ALARM', told: ['alerts'] });
    expect(over).toMatchObject({ to: 'OK', told: ['alerts'] });
    expect(rang?.afterMinutes).toBeGreaterThanOrEqual(30);
    expect(rang?.afterMinutes).toBeLessThan(45);
    expect(over?.afterMinutes).toBeGreaterThan(60);
  });

  it('are silent in a world where all is well', async () => {
    const { history } = await lived({ alarms: [waiting()] });
    expect(history).toEqual([]);
  });

  it('change nothing of what happens', async () => {
    const [watched, alone] = [await lived({ ...down, alarms: [waiting()] }), await lived(down)];
    expect(watched.world.trace.hash()).toBe(alone.world.trace.hash());
    expect(watched.world.lines).toEqual(alone.world.lines);
  });

  it('are refused when they look at what is not in the world', () => {
    const scenario = { seed: 'nobody', integrations, alarms: [waiting('nobody')] };
    expect(() => createWorld(scenario)).toThrow('The specified queue does not exist.');
  });
});
