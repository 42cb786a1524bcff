import type { Context, SQSRecord } from 'aws-lambda';
import { expect } from 'vitest';
import type { Sample } from '../../../../functions/core/contract/drift/drift-watch.ts';
import type { AnyIntegration } from '../../../../functions/core/declare/integration.ts';
import { deliverBatch } from '../../../../functions/core/deliver/batch.ts';
import type {
  CredentialStore,
  VersionedCredentials,
} from '../../../../functions/core/deliver/credentials.ts';
import type { DeliveryParts } from '../../../../functions/core/deliver/delivery-parts.ts';
import type { Diagnosis } from '../../../../functions/core/deliver/diagnosis.ts';
import { createIncidentReporter } from '../../../../functions/core/deliver/incident-reporter.ts';
import { lastChanceOf } from '../../../../functions/core/deliver/last-chance.ts';
import { createSendHttp } from '../../../../functions/core/http/send-http.ts';
import { createRedactor } from '../../../../functions/core/redact/redactor.ts';
import { thingBody, thingIntegration } from '../../../fixtures/fixture-integration.ts';
import { type Answer, thirdParty } from './loopback-third-party.ts';
import { memoryAccount, memoryLedger, parkedRecheckMs, startMs } from './memory-ports.ts';

interface Setup {
  readonly integration?: AnyIntegration;
  readonly credentials?: (baseUrl: string) => CredentialStore;
  readonly horizonMs?: number;
  /** Of the queue. */
  readonly retentionSeconds?: number;
  readonly buries?: boolean;
  readonly defers?: boolean;
  /** Whether the supervisor can be asked to sweep. @default true */
  readonly asks?: boolean;
  readonly script?: readonly Answer[];
  /** Resolves when the invocation is nearly over. */
  readonly deadline?: Promise<void>;
}

export async function sandbox(setup: Setup = {}) {
  const { calls, baseUrl } = await thirdParty(...(setup.script ?? []));
  const steps: string[] = [];
  const lines: { level: string; message: string; fields: Readonly<Record<string, unknown>> }[] = [];
  const counts: string[] = [];
  const times: [string, number][] = [];
  const dead: { body: string; diagnosis: Diagnosis }[] = [];
  const deferred: { messageId: string; waitMs: number }[] = [];
  const clock = { nowMs: startMs, remainingMs: 30_000 };
  const now = () => clock.nowMs;
  const { ledger, state } = memoryLedger(steps, now);
  const integration = setup.integration ?? thingIntegration();
  const { account, state: accountState } = memoryAccount(now);
  const asked: string[] = [];
  const seen: Sample[] = [];
  const queue: DeliveryParts['queue'] = {
    defer: async ({ messageId }, waitMs) => {
      if (setup.defers === false) throw new Error('InternalError');
      deferred.push({ messageId, waitMs });
    },
    deadLetter: async ({ body }, diagnosis) => {
      steps.push('buried');
      if (setup.buries === false) throw new Error('InternalError');
      dead.push({ body, diagnosis });
    },
    askToLook: async (destination) => {
      asked.push(destination);
    },
    askForToken: async (destination) => {
      asked.push(`token ${destination}`);
    },
    askToSweep: async (destination) => {
      asked.push(`sweep ${destination}`);
      if (setup.asks === false) throw new Error('InternalError');
    },
  };
  const log: DeliveryParts['log'] = {
    write: (level, message, fields) => lines.push({ level, message, fields }),
  };
  const parts: DeliveryParts = {
    integration,
    settings: {
      loggedShare: 1,
      backoff: { baseMs: 5_000, capMs: 900_000, horizonMs: setup.horizonMs ?? 82_800_000 },
      parkedRecheckMs,
      allowPrivateAddresses: true,
    },
    lastChance: lastChanceOf({
      queueRetentionSeconds: setup.retentionSeconds ?? 1_209_600,
      maxReceiveCount: 1_000,
    }),
    credentials: setup.credentials?.(baseUrl) ?? fixedCredentials(baseUrl),
    queue,
    account,
    incidentReporter: createIncidentReporter({
      account,
      queue,
      log,
      destination: 'thing',
      sweepEveryMs: 21_600_000,
      now,
    }),
    contract: { sample: (one) => seen.push(one) },
    send: createSendHttp({ allowPrivateAddresses: true, now }),
    log,
    meter: {
      count: (name) => counts.push(name),
      time: (name, ms) => times.push([name, ms]),
      flush: () => {},
    },
    redactor: createRedactor(),
    referenceKey: 'reference-key',
    now,
    monotonicMs: now,
    random: () => 0.5,
    // The deadline of the batch does not come, unless a test lets it.
    sleep: (ms) => (ms > 2_000 ? (setup.deadline ?? new Promise(() => {})) : Promise.resolve()),
  };
  /** Delivers one batch; returns the ids of the messages that come back. */
  const batch = async (...records: SQSRecord[]) => {
    const invocation = { ledger, remainingMs: () => clock.remainingMs };
    const { batchItemFailures } = await deliverBatch(parts, invocation, { Records: records }, {} as Context);
    // Whoever has a letter finds its line, and the other way round.
    const told = lines.map(({ fields }) => fields.fingerprint);
    expect(told).toEqual(expect.arrayContaining(dead.map(({ diagnosis }) => diagnosis.fingerprint)));
    expect(
      lines.filter(({ fields }) => 'fingerprint' in fields !== (fields.outcome === 'dead-lettered')),
    ).toEqual([]);
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
  const outcomes = () => lines.map(({ message, fields }) => `${message} ${fields.outcome ?? ''}`.trim());
  return {
    times,
    calls,
    steps,
    lines,
    counts,
    dead,
    deferred,
    clock,
    parts,
    batch,
    outcomes,
    ledger: state,
    account: accountState,
    asked,
    seen,
    baseUrl,
  };
}

export function fixedCredentials(baseUrl: string): CredentialStore {
  const current: VersionedCredentials = { credentials: { apiKey: 'sk_1', baseUrl }, version: 'v1' };
  return { get: async () => current, refreshed: async () => undefined };
}

let nextMessage = 0;
export function record(body = thingBody(), attributes: SQSRecord['messageAttributes'] = {}): SQSRecord {
  nextMessage += 1;
  return {
    messageId: `message-${nextMessage}`,
    receiptHandle: 'handle',
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: `${startMs}`,
      SenderId: 'sender',
      ApproximateFirstReceiveTimestamp: `${startMs}`,
    },
    messageAttributes: attributes,
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:queue',
    awsRegion: 'us-east-1',
  };
}

export const rowOf = ({ ledger }: Awaited<ReturnType<typeof sandbox>>) => [...ledger.rows.values()][0];
