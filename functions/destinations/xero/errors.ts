/** What Xero's errors mean, and for whom. https://developer.xero.com/documentation/api/accounting/responsecodes */
import type { Judgement, Meaning, Verdict } from '../../core/declare/destination.ts';
import type { HttpResponse } from '../../core/declare/http-message.ts';
import { asString, firstOf, jsonBody, told } from '../json-body.ts';
import { refused } from '../refused.ts';

/** Those that are about more than one event. An invoice that is not valid (ValidationException) refuses its own event. */
export const codes: Readonly<Record<string, Verdict | Meaning>> = {
  TokenExpired: 'credentials',
  TokenInvalid: 'credentials',
  // The person took the consent for this organisation back, or the tenant is another's.
  AuthenticationUnsuccessful: 'credentials',
  InsufficientScope: refused('operation', 'permission'),
  // The same key with another body: something was carried out, but not what this request says. Not verified against the present API.
  IdempotencyKeyReused: 'unknown',
};

/** Errors of an invoice have a `Type` and a number, all others a `Title` (RFC 7807). */
export function isOwnError(response: HttpResponse): boolean {
  const body = jsonBody(response);
  return asString(body?.Type) !== undefined || asString(body?.Title) !== undefined;
}

/** `Detail` begins with a code: `TokenExpired: token expired at 11/27/2026 09:30:00`. */
export function readError(response: HttpResponse): { readonly code?: string; readonly message?: string } {
  const body = jsonBody(response);
  const [, code] = /^([A-Z][A-Za-z]+)(?::|$)/.exec(asString(body?.Detail) ?? '') ?? [];
  return told(
    asString(body?.Type) ?? code,
    messageOf(firstOf(body?.Elements)) ?? body?.Message ?? body?.Title,
  );
}

/** With `summarizeErrors=false` an invoice that was refused comes beside a 200. */
export function judge(response: HttpResponse): Judgement | undefined {
  const invoice = firstOf(jsonBody(response)?.Invoices);
  if (invoice?.HasErrors !== true && invoice?.StatusAttributeString !== 'ERROR') return undefined;
  return { verdict: 'terminal', ...told('ValidationException', messageOf(invoice)) };
}

const messageOf = (invoice: Readonly<Record<string, unknown>> | undefined) =>
  asString(firstOf(invoice?.ValidationErrors)?.Message);
