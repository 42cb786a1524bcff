import type { Destination } from '../declare/destination.ts';
import type { HttpResponse } from '../declare/http-message.ts';
import { isGatewayAnswer } from './gateway-marks.ts';
import { guarded } from './guarded.ts';

/** Whose words a response is in. `nobody`: it has none, or none that can be read. */
export type Speaker = 'application' | 'gateway' | 'nobody';

/**
 * Who answered with a failure.
 * @param hasToldError the destination found an error code or a message of its own in it
 */
export function speakerOf(
  destination: Pick<Destination, 'isOwnError'>,
  response: HttpResponse,
  hasToldError: boolean,
): Speaker {
  const { isOwnError } = destination;
  if (isOwnError !== undefined && guarded(() => isOwnError(response)) === true) return 'application';
  if (isGatewayAnswer(response)) return 'gateway';
  // The beginning of a cut text may be anybody's.
  if (isOwnError !== undefined) return response.bodyTruncated ? 'nobody' : 'gateway';
  return hasToldError || isJson(response.body) ? 'application' : 'nobody';
}

function isJson(text: string): boolean {
  // A bare number or word parses too, and says nothing.
  if (!/^\s*[{[]/.test(text)) return false;
  return guarded(() => JSON.parse(text)) !== undefined;
}
