/** How many deliveries a second go through the whole local chain, and what CPU they cost. */
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import type { RateLimit } from '../functions/core/declare/destination.ts';
import { type LocalEnvironment, startLocalEnvironment } from '../lib/local/local-environment.ts';
import { topicName } from '../lib/names.ts';
import { customerCreated } from '../test/fixtures/shop/functions/events/customer-created.ts';
import { shopIntegrations as integrations, shopStandIns, shopTop } from '../test/fixtures/shop/index.ts';
import { type CpuSeconds, cpuSeconds } from './cpu.ts';

/** Starts every sandbox and lets the compiler see the hot code: a cold start is none of what is measured. */
const warmUpEvents = 300;
/** Some ten seconds' worth: the noise of one batch more or less is below a percent. */
const measuredEvents = 600;
/** What has not arrived by then is lost, and worth more than a number. */
const patienceMs = 120_000;
const outDir = '.interlock/bench';

/** A destination at which nobody waits, so that what is measured is the chain. */
const unlimited: RateLimit = { requests: 1_000_000, windowMs: 1_000 };
const destinations = [...new Set(integrations.map(({ operation }) => operation.destination.name))];
const subscribers = integrations.filter(({ event }) => event.type === customerCreated.type);

export async function throughput(): Promise<string> {
  const environment = await startLocalEnvironment({
    integrations,
    contracts: shopStandIns,
    top: shopTop,
    port: 0,
    outDir,
    now: Date.now,
    limits: Object.fromEntries(destinations.map((name) => [name, null])),
    settings: { rateLimits: Object.fromEntries(destinations.map((name) => [name, [unlimited]])) },
  });
  try {
    await carry(environment, 0, warmUpEvents);
    const [before, startedMs] = [cpuSeconds(), performance.now()];
    await carry(environment, warmUpEvents, measuredEvents);
    const [seconds, after] = [(performance.now() - startedMs) / 1_000, cpuSeconds()];
    return report(environment, seconds, before, after);
  } finally {
    await environment.stop();
    await rm(outDir, { recursive: true, force: true });
  }
}

/** Publishes events as fast as the topic takes them; resolves when every third party has booked all of them. */
async function carry({ aws, standIns }: LocalEnvironment, from: number, count: number): Promise<void> {
  const sns = new SNSClient(aws.client);
  const TopicArn = aws.topicArn(topicName('local'));
  // SNS takes ten messages in one call.
  for (let at = from; at < from + count; at += 10) {
    const PublishBatchRequestEntries = Array.from({ length: Math.min(10, from + count - at) }, (_, n) => ({
      Id: `${n}`,
      Message: JSON.stringify(eventNumber(at + n)),
    }));
    await sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }));
  }
  sns.destroy();
  const booked = () => Object.values(standIns).reduce((sum, { journal }) => sum + journal.effects.length, 0);
  const wanted = (from + count) * subscribers.length;
  const deadlineMs = performance.now() + patienceMs;
  while (booked() < wanted) {
    if (performance.now() > deadlineMs) throw new Error(`${booked()} of ${wanted} deliveries arrived`);
    // Often enough that the end is seen within a thousandth of the whole.
    await sleep(10);
  }
}

const eventNumber = (n: number) => ({
  specversion: '1.0',
  id: `event-${n}`,
  source: 'urn:interlock:bench',
  type: customerCreated.type,
  time: new Date().toISOString(),
  subject: `${n + 1}`,
  data: { ...customerCreated.example, customerId: n + 1, email: `customer${n}@example.com` },
});

function report({ aws }: LocalEnvironment, seconds: number, before: CpuSeconds, after: CpuSeconds): string {
  const deliveries = measuredEvents * subscribers.length;
  const sandboxes = [...aws.functions.values()].reduce((sum, { coldStarts }) => sum + coldStarts, 0);
  const used = (what: keyof CpuSeconds) => (after[what] ?? Number.NaN) - (before[what] ?? Number.NaN);
  const cpu = (s: number) =>
    `${s.toFixed(1)} s of CPU, ${((s * 1_000) / deliveries).toFixed(2)} ms a delivery`;
  const others = used('machine') - used('main') - used('children');
  return [
    `${deliveries} deliveries in ${seconds.toFixed(1)} s: ${(deliveries / seconds).toFixed(0)} deliveries/s`,
    `main process  ${cpu(used('main'))}`,
    `${sandboxes} sandboxes  ${cpu(used('children'))}`,
    // Where others had the cores, deliveries a second say little, and CPU a delivery nearly all.
    `${availableParallelism()} cores: others used ${others.toFixed(1)} s, nobody ${used('idle').toFixed(1)} s`,
  ].join('\n');
}
