/** Checks the text of a secret without ever quoting it. */
import { validateHeaderValue } from 'node:http';
import * as z from 'zod/mini';
import type { Credentials, Destination } from '../../functions/core/declare/destination.ts';
import { secretValues } from '../../functions/core/declare/secret-values.ts';
import { authorizeRequest } from '../../functions/core/http/authorize-request.ts';
import { addressOf, renderRequest } from '../../functions/core/http/request.ts';
import { fieldsOf } from './secret-form.ts';

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
      problems: [
        `not JSON: expected a JSON object with ${fieldsOf(destination)}, and baseUrl where requests go elsewhere`,
      ],
    };
  const parsed = z.safeParse(destination.credentials, json);
  if (!parsed.success) {
    return {
      problems: parsed.error.issues.map((issue) =>
        issue.path.length === 0
          ? `expected a JSON object with ${fieldsOf(destination)}`
          : `${issue.path.join('.')}: ${problemOf(issue, json)}`,
      ),
    };
  }
  const problem =
    addressProblem(parsed.data, destination, allowPrivateAddresses) ??
    headerProblem(parsed.data, destination) ??
    signingProblem(parsed.data, destination);
  return { credentials: parsed.data, problems: problem === undefined ? [] : [problem] };
}

/** What the schema's own check says, unless that quotes what it got; else in words of ours. */
function problemOf({ code, path, message, ...issue }: z.core.$ZodIssue, json: unknown): string {
  const value = path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown>)?.[key], json);
  if (value === undefined) return 'is missing';
  const { expected } = issue as { readonly expected?: string };
  if (code === 'invalid_type') return `must be ${kinds[expected ?? ''] ?? expected}, got ${kindOf(value)}`;
  const isOwn = message !== unsaid && !(typeof value === 'string' && message.includes(value));
  return isOwn ? message : 'is not in the form that it must have';
}

/** What zod/mini says where a check says nothing. */
const unsaid = 'Invalid input';

const kinds: Readonly<Record<string, string>> = { string: 'a text', number: 'a number', object: 'an object' };

const kindOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'a list' : (kinds[typeof value] ?? typeof value);

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
    const odd = secretValues(credentials, destination).filter(({ text }) => !isHeaderValue(text));
    const where = odd.length === 0 ? 'a header made of it' : odd.map(({ path }) => path).join(', ');
    return `${where}: holds a character that no header can carry (a line break, mostly)`;
  }
}

/** A key that nothing can be signed with is none: the signature is tried, and thrown away. */
function signingProblem(credentials: Credentials, destination: Destination): string | undefined {
  if (destination.authorize === undefined) return undefined;
  try {
    const request = { destination, request: destination.probe, credentials, allowPrivateAddresses: true };
    authorizeRequest(renderRequest(request), { destination, credentials, nowMs: 0, random: () => 0 });
    return undefined;
  } catch {
    return 'nothing can be signed with it: is a private key whole, in PEM, with its line breaks?';
  }
}

function isHeaderValue(text: string): boolean {
  try {
    validateHeaderValue('x', text);
    return true;
  } catch {
    return false;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
