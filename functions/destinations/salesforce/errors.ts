/**
 * What Salesforce's errors mean, and for whom: a list of `{ errorCode, message, fields }`.
 * https://developer.salesforce.com/docs/platform/api-rest/guide/errorcodes.html and, for the codes,
 * https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm
 */
import type { Judgement, Meaning, Verdict } from '../../core/declare/destination.ts';
import type { HttpResponse } from '../../core/declare/http-message.ts';
import { asObject, asString, firstOf, told } from '../json-body.ts';
import { refused } from '../refused.ts';

export const statuses: Readonly<Record<number, Verdict | Meaning>> = {
  // This version of the API was retired.
  410: refused('destination', 'version'),
};

/** Those that are about more than one event. A missing or invalid value, or a duplicate rule, refuses its own event. */
export const codes: Readonly<Record<string, Verdict | Meaning>> = {
  INVALID_SESSION_ID: 'credentials',
  REQUEST_LIMIT_EXCEEDED: 'throttled',
  SERVER_UNAVAILABLE: 'throttled',
  // Another transaction holds the row, or its parent's, for up to ten seconds.
  UNABLE_TO_LOCK_ROW: 'retryable',
  // No such field, or the user must not see it; the mapping sends it with every event.
  INVALID_FIELD: refused('operation', 'mapping'),
  INVALID_FIELD_FOR_INSERT_UPDATE: refused('operation', 'mapping'),
  // No such object, external id field or version: an upsert finds or makes its record.
  INVALID_TYPE: refused('operation', 'address'),
  NOT_FOUND: refused('operation', 'address'),
  INSUFFICIENT_ACCESS: refused('operation', 'permission'),
  INSUFFICIENT_ACCESS_OR_READONLY: refused('operation', 'permission'),
  API_DISABLED_FOR_ORG: refused('destination', 'plan'),
  API_CURRENTLY_DISABLED: refused('destination', 'account'),
  STORAGE_LIMIT_EXCEEDED: refused('destination', 'plan'),
  UNSUPPORTED_API_VERSION: refused('destination', 'version'),
};

export const isOwnError = (response: HttpResponse): boolean =>
  readError(response).code !== undefined || matchesOf(response) > 0;

export function readError(response: HttpResponse): { readonly code?: string; readonly message?: string } {
  const error = firstOf(parsed(response));
  return told(error?.errorCode, error?.message);
}

export function judge(response: HttpResponse): Judgement | undefined {
  const matches = matchesOf(response);
  if (matches > 0) {
    // A matter of this value, until somebody merges them: the field is not unique in this org.
    const message = `the external id is that of ${matches} records`;
    return { verdict: 'terminal', code: 'MULTIPLE_CHOICES', message };
  }
  const body = asObject(parsed(response));
  if (body?.success !== false) return undefined;
  const error = firstOf(body.errors);
  return { verdict: 'terminal', ...told(error?.statusCode, error?.message) };
}

/** A 300 lists the addresses of the records that have this external id. */
function matchesOf(response: HttpResponse): number {
  const body = response.statusCode === 300 ? parsed(response) : undefined;
  const isList = Array.isArray(body) && body.every((one) => asString(one) !== undefined);
  return isList ? body.length : 0;
}

function parsed({ body }: HttpResponse): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
