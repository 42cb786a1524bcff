/** What the supervisor has for each destination, put together. */
import { createPublishAlert } from '../core/aws/alerts.ts';
import { createEventSources } from '../core/aws/event-sources.ts';
import { createPausedQueue } from '../core/aws/paused-queue.ts';
import { createSendLater } from '../core/aws/send-later.ts';
import type { AnyIntegration } from '../core/declare/integration.ts';
import { lastChanceOf } from '../core/deliver/last-chance.ts';
import { createMeter } from '../core/metrics.ts';
import type { SystemDestination, SystemFunction } from '../core/system-function.ts';
import { alertOf } from './alert.ts';
import type { SupervisedResources } from './config.ts';
import type { Incident } from './incident.ts';
import { createProbe } from './probe.ts';
import { queueUrlsOf } from './queue-urls.ts';
import type { SupervisorRuntime } from './runtime.ts';
import type { Supervised } from './supervise.ts';
import { type SweepParts, sweptHiddenSeconds } from './sweep-queues.ts';

export type Parts = Supervised & SweepParts;

export function supervisedOf(
  { destination, resources, account, readSecret, send }: SystemDestination<SupervisedResources>,
  integrations: readonly AnyIntegration[],
  { config, clients, now, random, sleep, write }: SupervisorRuntime,
  { redactor, log }: SystemFunction<SupervisedResources>,
): Parts {
  const { environment, allowPrivateAddresses } = config.settings;
  const { queueUrl, alertsTopicArn } = config.resources;
  const { mappings } = resources;
  const redact = redactor.secrets;
  const publish = createPublishAlert(clients.sns, alertsTopicArn);
  const lastChance = lastChanceOf(config.resources);
  const operations = Object.fromEntries(
    integrations
      .filter(({ name }) => Object.hasOwn(mappings, name))
      .map(({ name, operation }) => [name, operation.name]),
  );
  const concerned = (incident: Incident) => {
    const only = incident.kind === 'parked' ? undefined : incident.operation;
    return Object.keys(mappings).filter((name) => only === undefined || operations[name] === only);
  };
  return {
    destination: destination.name,
    operations,
    account,
    eventSources: createEventSources({ client: clients.lambda, ids: mappings, sleep }),
    readSecret,
    probe: createProbe({ destination, send, allowPrivateAddresses, now, random }),
    redact,
    now,
    log,
    lastChance,
    sweepEveryMs: lastChance.sweepEveryMs,
    askItself: createSendLater(clients.sqs, queueUrl),
    queueOf: (integration) =>
      createPausedQueue({
        client: clients.sqs,
        ...queueUrlsOf(queueUrl, integration),
        hiddenSeconds: sweptHiddenSeconds,
        redact,
      }),
    meterOf: (integration) => createMeter(write, { environment, integration, destination: destination.name }),
    alert: (incident, lastLook) => {
      const about = { environment, destination: destination.name, lastChanceMs: lastChance.ageMs, lastLook };
      return publish(alertOf(incident, { ...about, redact, integrations: concerned(incident) }));
    },
  };
}
