/** Checks the text of a secret without ever quoting it. */
import { validateHeaderValue } from 'node:http';
import * as z from 'zod/mini';
import type { Credentials, Destination } from '../../functions/core/declare/destination.ts';
import { addressOf, renderRequest } from '../../functions/core/http/request.ts';

export interface CheckedCredentials {
  readonly credentials?: Credentials;
  /** What is wrong: constant texts and the destination's own field names. */
  readonly problems: readonly string[];
}

/** Checks shape, address and that the values can stand in a header. Never throws, never quotes. */
export function checkCredentials(
  text: string,
  destination: Destination,
  allowPrivateAddresses: boolean,
): CheckedCredentials {
  const json = parseJson(text);
  if (json === undefined)
    return {
      problems: ['not JSON: expected a JSON object with apiKey, and baseUrl where requests go elsewhere'],
    };
  const parsed = z.safeParse(destination.credentials, json);
  // Messages and codes of the schema only: an issue's own text may quote what it got.
  if (!parsed.success) {
    return {
      problems: parsed.error.issues.map(({ path, code }) =>
        path.length === 0 ? 'expected a JSON object with apiKey' : `${path.join('.')}: ${code}`,
      ),
    };
  }
  const problem =
    addressProblem(parsed.data, destination, allowPrivateAddresses) ??
    headerProblem(parsed.data, destination);
  return { credentials: parsed.data, problems: problem === undefined ? [] : [problem] };
}

/** Host and port that requests go to. */
export const hostOf = (credentials: Credentials, destination: Destination) =>
  new URL(addressOf(destination, credentials)).host;

function addressProblem(
  credentials: Credentials,
  destination: Destination,
  allowPrivateAddresses: boolean,
): string | undefined {
  try {
    renderRequest({ destination, request: destination.probe, credentials, allowPrivateAddresses });
    return undefined;
  } catch {
    return `baseUrl: must be https on ${destination.allowedHosts.join(' or ')}, without user, port or query`;
  }
}

function headerProblem(credentials: Credentials, destination: Destination): string | undefined {
  try {
    for (const [name, value] of Object.entries(destination.headers(credentials)))
      validateHeaderValue(name, value);
    return undefined;
  } catch {
    return 'apiKey: holds a character that no header can carry (a line break, mostly)';
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
