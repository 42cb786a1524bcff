import type { Evidence } from '../evidence.ts';

/** With healthy third parties everything drains, nothing stays parked, and every event source is on. */
export function liveness({ world, isDrained, drainedAfterMs }: Evidence): readonly string[] {
  const { mappings, queues } = world.services;
  const wrong: string[] = [];
  const boundMs = drainBoundMs(world);
  if (drainedAfterMs > boundMs)
    wrong.push(`it took ${drainedAfterMs} ms to drain, at most ${boundMs} are explained`);
  for (const { queueName } of world.workers) {
    const left = queues.messages(queueName);
    if (!isDrained && left.length > 0) {
      wrong.push(
        `${left.length} messages are left in ${queueName} (received ${left[0]?.receiveCount} times)`,
      );
    }
  }
  for (const { lambda, mappingId } of world.workers) {
    const state = mappings.state(mappingId);
    // What was open in the end and had nothing to try with may just be on its way.
    if (state !== 'Enabled' && state !== 'Enabling')
      wrong.push(`the event source of ${lambda.name} is ${state}`);
  }
  return wrong;
}

const minuteMs = 60_000;

/**
 * The longest chain of waits that can begin in the last moment of trouble: a sandbox dies (visibility timeout), what it
 * had comes back to a failed attempt (backoff), to an open circuit, to a pause, to a parked destination that somebody
 * attends to, whose event source takes its time; and a copy of a message comes late.
 */
function drainBoundMs({ workers, scenario }: Evidence['world']): number {
  const { backoff, breaker, parkedRecheckMs } = scenario.environment.settings;
  const visibilityMs = Math.max(
    ...workers.map(({ integration }) => scenario.capacityOf(integration).visibilityTimeoutSeconds * 1_000),
  );
  const pauseMs = 30_000;
  const attendedMs = 10 * minuteMs;
  const lookedAtMs = 5 * minuteMs;
  const copiedMs = 10 * minuteMs;
  const settlingMs = scenario.weather.settlingMs[1];
  return (
    visibilityMs +
    backoff.capMs +
    breaker.mostMs +
    pauseMs +
    attendedMs +
    lookedAtMs +
    parkedRecheckMs +
    settlingMs +
    copiedMs
  );
}
