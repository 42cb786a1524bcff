/** What the supervisor has for each destination, put together. */
import { createPublishAlert } from '../core/aws/alerts.ts';
import type { EventSourceList } from '../core/aws/event-source-list.ts';
import { createEventSources } from '../core/aws/event-sources.ts';
import { createPausedQueue } from '../core/aws/paused-queue.ts';
import { createSendLater } from '../core/aws/send-later.ts';
import type { DeclaredIntegration } from '../core/declare/integration.ts';
import type { VersionedCredentials } from '../core/deliver/credentials.ts';
import { lastChanceOf } from '../core/deliver/last-chance.ts';
import { CredentialsError } from '../core/errors.ts';
import { createMeter } from '../core/metrics.ts';
import type { SystemDestination, SystemFunction } from '../core/system-function.ts';
import { alertOf } from './alert.ts';
import type { Incident } from './incident.ts';
import { createProbe } from './probe.ts';
import { namePrefixOf, queueUrlsOf } from './queue-urls.ts';
import type { SupervisorRuntime } from './runtime.ts';
import type { Supervised } from './supervise.ts';
import { type SweepParts, sweptHiddenSeconds } from './sweep-queues.ts';

export type Parts = Supervised & SweepParts;

export function supervisedOf(
  { destination, account, readSecret, send }: SystemDestination,
  integrations: readonly DeclaredIntegration[],
  runtime: SupervisorRuntime,
  { redactor, tell, log }: SystemFunction,
  list: EventSourceList,
): Parts {
  const { config, clients, now, random, sleep, write } = runtime;
  const { environment, allowPrivateAddresses } = config.settings;
  const { queueUrl, alertsTopicArn } = config.resources;
  const redact = redactor.secrets;
  const publish = createPublishAlert(clients.sns, alertsTopicArn);
  const lastChance = lastChanceOf(config.resources);
  const operations = Object.fromEntries(
    integrations
      .filter(({ operation }) => operation.destination.name === destination.name)
      .map(({ name, operation }) => [name, operation.name]),
  );
  const prefix = namePrefixOf(queueUrl);
  const functions = Object.fromEntries(Object.keys(operations).map((name) => [name, prefix + name]));
  const concerned = (incident: Incident) => {
    const only = incident.kind === 'parked' ? undefined : incident.operation;
    return Object.keys(operations).filter((name) => only === undefined || operations[name] === only);
  };
  /** Its code is read for destinations that have tokens. */
  const withToken = async (secret: VersionedCredentials, refused?: string): Promise<VersionedCredentials> => {
    const { tokenPartsOf, keepToken } = await runtime.loadTokenKeeper();
    const tokens = tokenPartsOf({ destination }, runtime, { redactor, log });
    return { ...secret, token: await keepToken(tokens, secret, refused) };
  };
  return {
    destination: destination.name,
    operations,
    account,
    eventSources: createEventSources({ client: clients.lambda, list, functions, sleep }),
    readSecret: destination.token === undefined ? readSecret : async () => withToken(await readSecret()),
    ...(destination.token === undefined
      ? {}
      : {
          keepToken: async (refused) =>
            void (await withToken(await readSecret().catch(nobodysFault), refused)),
        }),
    probe: createProbe({ destination, send, tell, allowPrivateAddresses, now, random }),
    redact,
    now,
    log,
    lastChance,
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

/** A secret that is not set yet is nothing to park for: the first event finds it. */
function nobodysFault(error: unknown): never {
  throw error instanceof CredentialsError ? new CredentialsError(error.message) : error;
}
