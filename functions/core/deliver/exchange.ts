/** The requests of one delivery in one invocation: at most a lookup, the request itself, and what it leads to. */

import type { EncodedRequest } from '../declare/http-message.ts';
import { encodeRequest } from '../http/request.ts';
import { backoffMs } from '../pace/backoff.ts';
import {
  type Deferral,
  type Go,
  type PermitAsk,
  type PermitWaitOptions,
  reserveOne,
  waitForPermit,
} from '../pace/permit-wait.ts';
import { comebackWithinMs } from '../pace/spacing.ts';
import type { Attempt } from './attempt.ts';
import type { LineContext } from './attempt-line.ts';
import type { DeliveryInHand } from './delivery-in-hand.ts';
import type { DeliveryParts } from './delivery-parts.ts';
import { type DeliveryProgress, progressOf } from './delivery-record.ts';
import { type Ready, readyAfter } from './next-request.ts';
import { made } from './prepare.ts';
import { progressAfter, type Step } from './progress-after.ts';
import type { Recovery } from './recovery.ts';
import { address, sendRequest } from './send-request.ts';

export type ExchangeParts = Pick<
  DeliveryParts,
  | 'integration'
  | 'settings'
  | 'credentials'
  | 'account'
  | 'turns'
  | 'incidentReporter'
  | 'contract'
  | 'send'
  | 'meter'
  | 'now'
  | 'monotonicMs'
  | 'random'
  | 'sleep'
>;

export interface ExchangeOptions {
  readonly delivery: Pick<DeliveryInHand, 'record' | 'prepared' | 'ticket' | 'journal' | 'remainingMs'>;
  readonly line: LineContext;
  /** What the operation asks for, from this lease or the first one. */
  readonly request: EncodedRequest;
  readonly recovery: Exclude<Recovery, 'give-up'>;
}

/** The last attempt, or why there was none; and how far the delivery has come by now. */
export type Exchanged = { readonly progress: DeliveryProgress } & (
  | { readonly attempt: Attempt }
  | { readonly deferral: Deferral }
);

/**
 * Lookup, request, follow-up, and one repetition with a fresh key: more requests than these no declaration can lead
 * to, and the function's timeout is made for them.
 */
export const requestsMax = 4;

/**
 * Sends what is due, and what its response leads to; each attempt but the last is journaled here. Throws only before
 * anything was sent: `MappingError` when there is no request to make, `CredentialsError` when there is no key to use, or
 * the secret names an address that must not be called.
 */
export async function exchange(parts: ExchangeParts, options: ExchangeOptions): Promise<Exchanged> {
  const { account, integration, settings, random } = parts;
  const { delivery, line } = options;
  const { operation } = integration;
  const waiting = {
    ...parts,
    remainingMs: delivery.remainingMs,
    pauseMs: () => backoffMs(settings.backoff, line.receiveCount, random()),
    spreadMs: (mostMs: number) => random() * comebackWithinMs(mostMs, line.receiveCount),
    requestTimeoutMs: operation.destination.requestTimeoutMs,
  };
  let progress = progressOf(delivery.record);
  let next = firstAsk(parts, options);
  for (let sent = 1; ; sent += 1) {
    const tried = await takeTurn(parts, waiting, next, {
      input: delivery.prepared.output,
      number: progress.attempts + 1,
    });
    if (!('attempt' in tried)) return { progress, deferral: tried };
    const { go, attempt } = tried;
    const { step } = go.prepared;
    show(parts, line, step, attempt);
    const change = await account.recordResult(attempt.classification, go.permit);
    if (change !== undefined) await parts.incidentReporter.circuitChanged();
    progress = progressAfter(progress, attempt, step, go.permit, parts.now());
    if (sent === requestsMax) return { progress, attempt };
    const after = await readyAfter(
      parts,
      { delivery, line, original: options.request },
      go.prepared,
      attempt,
    );
    if ('end' in after) return { progress, attempt: after.end };
    delivery.journal.attempted(line, attempt, 'retry', { waitMs: 0 });
    next = { ask: () => reserveOne(account), prepare: async () => after };
  }
}

/** Waits until the request may go out, and sends it; otherwise says how long the message has to wait elsewhere. */
async function takeTurn(
  parts: ExchangeParts,
  waiting: PermitWaitOptions,
  next: PermitAsk<Ready>,
  about: { readonly input: unknown; readonly number: number },
): Promise<{ readonly go: Go<Ready>; readonly attempt: Attempt } | Deferral> {
  const { operation } = parts.integration;
  const turn = await parts.turns?.next(made(() => operation.resource?.(about.input)));
  let isOpen = false;
  try {
    const go = await (turn?.wait ?? waitForPermit)(waiting, next);
    if (!('permit' in go)) return go;
    const { step, rendered } = go.prepared;
    const attempt = await sendRequest(parts, rendered, { ...about, step });
    isOpen = attempt.response === undefined && attempt.classification.code !== 'CONNECT_FAILED';
    return { go, attempt };
  } finally {
    turn?.leave(isOpen);
  }
}

/** The first request gets its permit together with those of its batch. */
function firstAsk(
  parts: ExchangeParts,
  { delivery, line, request, recovery }: ExchangeOptions,
): PermitAsk<Ready> {
  const { repeat } = parts.integration.operation;
  const first: Pick<Ready, 'step' | 'request'> =
    recovery === 'look-up' && repeat.by === 'lookup'
      ? {
          step: 'lookup',
          request: made(() => encodeRequest(repeat.request(delivery.prepared.output))),
        }
      : { step: 'request', request };
  return {
    ask: delivery.ticket.ask,
    prepare: async () => {
      // From memory, unless the destination was parked and resumed since.
      const credentials = await parts.credentials.get(parts.account.resumedAtMs());
      const rendered = made(() => address(parts, first.request, credentials, line));
      return { ...first, credentials, rendered };
    },
  };
}

/** Shows a response to the watch over the contract, under the name that its request has in the lock. */
function show(
  { integration, contract }: ExchangeParts,
  { tell }: LineContext,
  step: Step,
  { request, response, classification }: Attempt,
): void {
  if (response === undefined) return;
  const { name } = integration.operation;
  contract.sample({
    operation: step === 'request' ? name : `${name} ${step}`,
    response,
    verdict: classification.verdict,
    host: request.url.host,
    mask: tell.path,
  });
}
