import type { EncodedRequest } from '../declare/http-message.ts';
import { ConfigError, CredentialsError } from '../errors.ts';
import { authorizeRequest } from '../http/authorize-request.ts';
import { classifyAnswer } from '../http/classify-answer.ts';
import { readLookup } from '../http/lookup-answer.ts';
import { addressRequest, type RenderedRequest } from '../http/request.ts';
import type { Attempt } from './attempt.ts';
import type { LineContext } from './attempt-line.ts';
import type { VersionedCredentials } from './credentials.ts';
import type { DeliveryParts } from './delivery-parts.ts';
import type { Step } from './progress-after.ts';

/**
 * The request as it goes out. Throws `CredentialsError` when the secret names an address that must not be called, or holds
 * nothing that can be signed with: a person has to mend it; `RangeError` as `addressRequest` does.
 */
export function address(
  { integration, settings, now, random }: Pick<DeliveryParts, 'integration' | 'settings' | 'now' | 'random'>,
  request: EncodedRequest,
  { credentials, version, secretVersion = version, token }: VersionedCredentials,
  { idempotencyKey, about }: Pick<LineContext, 'idempotencyKey' | 'about'>,
): RenderedRequest {
  const { repeat, destination } = integration.operation;
  try {
    const rendered = addressRequest(request, {
      destination,
      credentials,
      idempotency: repeat.by === 'key' ? { ...repeat, key: idempotencyKey } : undefined,
      trace: about.traceparent,
      allowPrivateAddresses: settings.allowPrivateAddresses,
    });
    return authorizeRequest(rendered, { destination, credentials, token, nowMs: now(), random });
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    throw new CredentialsError(cause.message, secretVersion, { cause });
  }
}

/**
 * Sends one request and reads what came of it. Never rejects.
 * @param input what the operation makes its requests of
 */
export async function sendRequest(
  { integration, send, now }: Pick<DeliveryParts, 'integration' | 'send' | 'now'>,
  request: RenderedRequest,
  { step, input, number }: Pick<Attempt, 'number'> & { readonly step: Step; readonly input: unknown },
): Promise<Attempt> {
  const { operation } = integration;
  const startedMs = now();
  const result = await send(request, operation.destination.requestTimeoutMs);
  const found = await classifyAnswer(operation, result, now(), request.method === 'GET');
  const classification = step === 'lookup' ? readLookup(operation, result, found, input) : found;
  const response = 'response' in result ? result.response : undefined;
  return { number, request, response, classification, durationMs: now() - startedMs };
}
