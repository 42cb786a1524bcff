/** What a response leads to: a follow-up, the request after a lookup, the same request under newer credentials. */

import type { Verdict } from '../declare/destination.ts';
import { CredentialsError } from '../errors.ts';
import { type EncodedRequest, encodeRequest, type RenderedRequest } from '../http/request.ts';
import type { Attempt } from './attempt.ts';
import type { LineContext } from './attempt-line.ts';
import type { VersionedCredentials } from './credentials.ts';
import type { DeliveryInHand } from './delivery-in-hand.ts';
import type { DeliveryParts } from './delivery-parts.ts';
import { isNotThere, type Step } from './progress-after.ts';
import { insteadOfRefused } from './refused-credentials.ts';
import { address } from './send-request.ts';

/** The verdict after which each step may lead on: a lookup that found something, a request that was refused. */
const leading: Readonly<Record<Step, Verdict | undefined>> = {
  lookup: 'success',
  request: 'terminal',
  'follow-up': undefined,
};

/** A request that only waits for its permit. */
export interface Ready {
  readonly step: Step;
  readonly request: EncodedRequest;
  readonly credentials: VersionedCredentials;
  readonly rendered: RenderedRequest;
}

type NextParts = Pick<
  DeliveryParts,
  'integration' | 'settings' | 'account' | 'credentials' | 'incidentReporter'
>;

interface NextOptions {
  readonly delivery: Pick<DeliveryInHand, 'prepared'>;
  readonly line: Pick<LineContext, 'idempotencyKey' | 'redact'>;
  /** What the operation asks for. */
  readonly original: EncodedRequest;
}

/**
 * What a response leads to, ready to be sent; otherwise the attempt that the delivery ends with. Never rejects: whatever
 * cannot be made by now, the response is there, and the delivery ends as it says.
 */
export async function readyAfter(
  parts: NextParts,
  options: NextOptions,
  sent: Ready,
  attempt: Attempt,
): Promise<Ready | { readonly end: Attempt }> {
  try {
    return (await followed(parts, options, sent, attempt)) ?? { end: attempt };
  } catch (error) {
    if (error instanceof CredentialsError)
      await parts.incidentReporter.park({ reason: error.message, refusedVersion: error.version });
    // The error's own text may quote values.
    const name = error instanceof Error ? error.name : 'not an error';
    const message = `${attempt.classification.message}; what it leads to cannot be made (${name})`;
    return { end: { ...attempt, classification: { ...attempt.classification, message } } };
  }
}

async function followed(
  parts: NextParts,
  { delivery, line, original }: NextOptions,
  sent: Ready,
  attempt: Attempt,
): Promise<Ready | undefined> {
  const { classification, response } = attempt;
  const ready = (changes: Partial<Pick<Ready, 'step' | 'request' | 'credentials'>>): Ready => {
    const next = { ...sent, ...changes };
    return { ...next, rendered: address(parts, next.request, next.credentials, line.idempotencyKey) };
  };
  if (response !== undefined && classification.verdict === leading[sent.step]) {
    const followUp = parts.integration.operation.followUp?.(delivery.prepared.output, response);
    if (followUp !== undefined) return ready({ step: 'follow-up', request: encodeRequest(followUp) });
  }
  if (isNotThere(attempt, sent.step)) return ready({ step: 'request', request: original });
  if (classification.verdict !== 'credentials') return undefined;
  const credentials = await insteadOfRefused(parts, sent.credentials, classification, line.redact);
  return credentials === undefined ? undefined : ready({ credentials });
}
