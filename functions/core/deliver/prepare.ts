import type { Envelope } from '../declare/event.ts';
import type { EncodedRequest } from '../declare/http-message.ts';
import type { AnyIntegration } from '../declare/integration.ts';
import type { Mapped, MappingReport } from '../declare/mapping.ts';
import { CredentialsError, MappingError } from '../errors.ts';
import { encodeRequest } from '../http/request.ts';

/** What an event would be sent as, worked out before the delivery is taken so that the take can keep it. */
export interface Prepared {
  /** The operation's input; absent when the mapping has no answer for the event. */
  readonly output?: unknown;
  readonly report?: MappingReport | undefined;
  /** Why the event is none of this integration's business. */
  readonly skipped?: string;
  /** Throws `MappingError` when there is none. */
  readonly request: () => EncodedRequest;
}

/** Never throws: an event that cannot be mapped must not take its batch with it. */
export function prepare(integration: AnyIntegration, event: Envelope): Prepared {
  try {
    const { output, report, skipped } = mapped(integration, event);
    if (skipped !== undefined) return { report, skipped, request: () => notSent(skipped) };
    const request = made(() => encodeRequest(integration.operation.request(output)));
    return { output, report, request: () => request };
  } catch (error) {
    return {
      request: () => {
        throw error;
      },
    };
  }
}

function notSent(reason: string): never {
  throw new MappingError('request', `is not made of a skipped event: ${reason}`);
}

/** A mapping that fails in a way it did not declare sent nothing: a dead letter to mend it by, not a crash. */
function mapped({ map }: AnyIntegration, event: Envelope): Mapped<unknown> {
  const { data, ...envelope } = event;
  try {
    return map.map(data, { event: envelope });
  } catch (cause) {
    if (cause instanceof MappingError || !(cause instanceof Error)) throw cause;
    throw new MappingError('data', `the mapping failed with ${cause.name}`, { cause });
  }
}

/**
 * Whatever goes wrong before the first request exists is the mapping's to mend, and nothing was sent. The error's own text
 * may quote values, so only its name is told. Throws `MappingError`, and `CredentialsError` as `make` does.
 */
export function made<T>(make: () => T): T {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof Error) || cause instanceof CredentialsError || cause instanceof MappingError)
      throw cause;
    throw new MappingError('request', `cannot be made of the mapped input (${cause.name})`, { cause });
  }
}
