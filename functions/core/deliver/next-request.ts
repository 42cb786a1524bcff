/** What a response leads to: a follow-up, the request after a lookup, the same request under newer credentials. */

import type { EncodedRequest } from '../declare/http-message.ts';
import type { AnyIntegration } from '../declare/integration.ts';
import { CredentialsError } from '../errors.ts';
import type { Classification } from '../http/classify.ts';
import { encodeRequest, type RenderedRequest } from '../http/request.ts';
import type { Attempt } from './attempt.ts';
import type { LineContext } from './attempt-line.ts';
import type { VersionedCredentials } from './credentials.ts';
import type { DeliveryInHand } from './delivery-in-hand.ts';
import type { DeliveryParts } from './delivery-parts.ts';
import type { Step } from './progress-after.ts';
import { insteadOfRefused } from './refused-credentials.ts';
import { address } from './send-request.ts';

/** A request that only waits for its permit. */
export interface Ready {
  readonly step: Step;
  readonly request: EncodedRequest;
  readonly credentials: VersionedCredentials;
  readonly rendered: RenderedRequest;
}

type NextParts = Pick<
  DeliveryParts,
  'integration' | 'settings' | 'account' | 'credentials' | 'incidentReporter' | 'now' | 'random'
>;

interface NextOptions {
  readonly delivery: Pick<DeliveryInHand, 'prepared'>;
  readonly line: Pick<LineContext, 'idempotencyKey' | 'about' | 'tell'>;
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
    return { ...next, rendered: address(parts, next.request, next.credentials, line) };
  };
  if (response !== undefined && mayLeadOn(sent.step, classification)) {
    const followUp = followUpOf(parts.integration.operation)?.(delivery.prepared.output, response);
    if (followUp !== undefined) return ready({ step: 'follow-up', request: encodeRequest(followUp) });
  }
  if (classification.found === 'no') return ready({ step: 'request', request: original });
  if (classification.verdict !== 'credentials') return undefined;
  const credentials = await insteadOfRefused(parts, sent.credentials, classification, line.tell);
  return credentials === undefined ? undefined : ready({ credentials });
}

/** A lookup that found something, and a request that was refused. */
const mayLeadOn = (step: Step, { verdict, found }: Classification): boolean =>
  step === 'lookup' ? found === 'yes' : step === 'request' && verdict === 'terminal';

/** Whatever got round the types and `defineOperation`: what may not be repeated leads to nothing. */
const followUpOf = ({ repeat, followUp }: AnyIntegration['operation']) =>
  repeat.by === 'never' ? undefined : followUp;
