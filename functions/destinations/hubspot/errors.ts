/** What HubSpot's errors mean, and for whom. https://developers.hubspot.com/docs/api-reference/error-handling */
import type { Judgement, Meaning, Verdict } from '../../core/declare/destination.ts';
import type { HttpResponse } from '../../core/declare/http-message.ts';
import { asObject, asString, firstOf, jsonBody, told } from '../json-body.ts';
import { refused } from '../refused.ts';

export const statuses: Readonly<Record<number, Verdict | Meaning>> = {
  // Two upserts of one email crossed; the second time it is an update.
  409: 'retryable',
  // Locked for two seconds by too many writes.
  423: 'retryable',
  // The account is being moved for up to a day: a pause, which must not use up the attempts.
  477: 'throttled',
};

/** Those that are about more than one event. An email or a value that is invalid is a refusal of its own event. */
export const codes: Readonly<Record<string, Verdict | Meaning>> = {
  // The account has no such property, or fills it itself: the mapping sends it with every event.
  // https://developers.hubspot.com/changelog/upcoming-property-validations-rules-will-be-enforced-for-apis-and-integrations
  PROPERTY_DOESNT_EXIST: refused('operation', 'mapping'),
  READ_ONLY_VALUE: refused('operation', 'mapping'),
  // The key is known, and has no right to this. https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/scopes
  MISSING_SCOPES: refused('operation', 'permission'),
  // https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
  RATE_LIMIT: 'throttled',
  RATE_LIMITS: 'throttled',
  INVALID_AUTHENTICATION: 'credentials',
  EXPIRED_AUTHENTICATION: 'credentials',
};

/**
 * What HubSpot tells of in words only ("error responses are intended to be human-readable"). The first is tried against
 * the property that a batch finds its contacts by, the second against what the account may hold at most.
 * Not verified against the present API.
 */
const sentences: readonly (readonly [sentence: RegExp, meaning: Meaning])[] = [
  // The path, or the property in it, names no kind of object: https://github.com/HubSpot/hubspot-api-php/issues/128
  [/^Unable to infer object type from\b/i, refused('operation', 'address')],
  [/\bidProperty\b.*\bunique\b|\bnot (?:a )?unique property\b/i, refused('operation', 'mapping')],
  [
    /\b(?:portal|account)\b.*\b(?:reached|exceeded|over)\b.*\blimit\b|\blimit of \d+ contacts\b/i,
    refused('operation', 'plan'),
  ],
];

/**
 * A 404 of theirs is about a record only where it says so; any other is about the path, which is the same for every event.
 * https://developers.hubspot.com/docs/api-reference/error-handling
 */
const missingRecord = /^(?:OBJECT|RESOURCE)_NOT_FOUND$|\b(?:resource|object|contact)s? not found\b/i;

/** No sentence of theirs is longer; a hostile text must not keep us busy. */
const sentenceCharactersMax = 500;

/** Every error has a status "error"; some are told by their category alone, a 429 by its type. */
export function isOwnError(response: HttpResponse): boolean {
  const body = jsonBody(response);
  return (
    body?.status === 'error' ||
    asString(body?.category) !== undefined ||
    asString(body?.errorType) !== undefined ||
    firstOf(body?.errors) !== undefined
  );
}

/** The most particular code: of the property or the scope rather than of the category, which is the same for all of them. */
export function readError(response: HttpResponse): { readonly code?: string; readonly message?: string } {
  const body = jsonBody(response);
  return told(codeOf(body), body?.message);
}

function codeOf(body: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const within = listed(body?.errors).flatMap((error) => asString(asObject(error)?.code) ?? []);
  // One contact alone is refused with a list in JSON within its message.
  const message = asString(body?.message) ?? '';
  const quoted = [...message.matchAll(/"error":"([A-Z_]+)"/g)].flatMap(([, code]) => code ?? []);
  const particular = [...within, ...quoted];
  // What is about everybody goes before what else is wrong with this one.
  const known = particular.find((code) => Object.hasOwn(codes, code));
  return known ?? particular[0] ?? asString(body?.errorType) ?? asString(body?.category);
}

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export function judge(response: HttpResponse): Judgement | undefined {
  const body = jsonBody(response);
  const { statusCode } = response;
  if (statusCode >= 400 && statusCode <= 499) {
    const message = (asString(body?.message) ?? '').slice(0, sentenceCharactersMax);
    const known = codeOf(body);
    if (known !== undefined && Object.hasOwn(codes, known)) return undefined;
    const meant = sentences.find(([sentence]) => sentence.test(message))?.[1];
    if (meant !== undefined || statusCode !== 404 || !isOwnError(response)) return meant;
    return [message, known ?? ''].some((words) => missingRecord.test(words))
      ? undefined
      : refused('operation', 'address');
  }
  if (statusCode < 200 || statusCode > 299) return undefined;
  // A batch answers 207, and some endpoints 200, with the refused records in a list beside the accepted.
  const error = firstOf(body?.errors);
  if (error !== undefined) return ofRecord(error);
  return Number(body?.numErrors) > 0 ? { verdict: 'terminal', code: 'PARTIAL_FAILURE' } : undefined;
}

/** One record of a batch, refused as it would be alone. */
function ofRecord(error: Readonly<Record<string, unknown>>): Judgement {
  const known = told(codeOf(error), error.message);
  const meaning =
    known.code !== undefined && Object.hasOwn(codes, known.code) ? codes[known.code] : undefined;
  return { ...(typeof meaning === 'object' ? meaning : { verdict: meaning ?? 'terminal' }), ...known };
}
