/**
 * What Shopify's errors mean, and for whom. Three kinds: of HTTP with a text, of GraphQL with a code in a 200, and `userErrors`
 * of a mutation that was carried out on nothing. https://shopify.dev/docs/api/usage/response-codes
 */
import type { Judgement, Meaning, Verdict } from '../../core/declare/destination.ts';
import type { HttpResponse } from '../../core/declare/http-message.ts';
import { asObject, asString, firstOf, jsonBody, told } from '../json-body.ts';
import { refused } from '../refused.ts';

export const statuses: Readonly<Record<number, Verdict | Meaning>> = {
  // The shop owes, or is frozen.
  402: refused('destination', 'plan'),
  // There is no such shop.
  404: refused('destination', 'address'),
  // Locked, after too many calls or for fear of fraud: their support opens it.
  423: refused('destination', 'account'),
};

/** Of GraphQL itself: the query is the same for every event, and its variables are those of one. */
export const codes: Readonly<Record<string, Verdict | Meaning>> = {
  // By a 200, and by a 429: sources differ.
  THROTTLED: 'throttled',
  // A scope of the app is missing, or its access to protected customer data.
  ACCESS_DENIED: refused('operation', 'permission'),
  SHOP_INACTIVE: refused('destination', 'account'),
  // The query alone costs more than the bucket holds.
  MAX_COST_EXCEEDED: refused('operation', 'request'),
  // Codes of a query that this version does not understand. https://shopify.dev/docs/api/usage/versioning
  undefinedField: refused('operation', 'version'),
  undefinedType: refused('operation', 'version'),
  argumentNotAccepted: refused('operation', 'version'),
  missingRequiredArguments: refused('operation', 'version'),
  INTERNAL_SERVER_ERROR: 'ambiguous',
  TIMEOUT: 'ambiguous',
};

const errorIn = (response: HttpResponse) => firstOf(jsonBody(response)?.errors);
const codeOf = (response: HttpResponse) => asString(asObject(errorIn(response)?.extensions)?.code);

/** `errors` is a list in GraphQL, and a text or an object before it comes that far. */
export const isOwnError = (response: HttpResponse): boolean => {
  const errors = jsonBody(response)?.errors;
  return errorIn(response) !== undefined || asString(errors) !== undefined || asObject(errors) !== undefined;
};

export function readError(response: HttpResponse): { readonly code?: string; readonly message?: string } {
  return told(codeOf(response), errorIn(response)?.message ?? jsonBody(response)?.errors);
}

/**
 * The no of a mutation, and of GraphQL by a code that is no other's: both in a 200. Beside an answer of the mutation an error
 * is about a field of it that could not be read.
 */
export function judge(response: HttpResponse): Judgement | undefined {
  if (response.statusCode < 200 || response.statusCode > 299) return undefined;
  const { data } = jsonBody(response) ?? {};
  const payloads = Object.values(asObject(data) ?? {})
    .map(asObject)
    .filter((payload) => payload !== undefined);
  const userError = payloads
    .map(({ userErrors }) => firstOf(userErrors))
    .find((error) => error !== undefined);
  if (userError !== undefined)
    return { verdict: 'terminal', ...told(userError.code ?? 'USER_ERROR', userError.message) };
  if (payloads.length > 0 || errorIn(response) === undefined) return undefined;
  const { code, message } = readError(response);
  return code !== undefined && Object.hasOwn(codes, code)
    ? undefined
    : { verdict: 'terminal', ...told(code, message) };
}
