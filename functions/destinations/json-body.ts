import type { HttpResponse } from '../core/declare/http-message.ts';

/** A response's JSON object, or `undefined`: gateways answer in HTML, and bodies may be cut. */
export function jsonBody(response: HttpResponse): Readonly<Record<string, unknown>> | undefined {
  try {
    return asObject(JSON.parse(response.body));
  } catch {
    return undefined;
  }
}

export function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Readonly<Record<string, unknown>>) : undefined;
}

export function asString(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** An id as a text: some third parties number their things. What is beyond exact numbers is none. */
export const asId = (value: unknown): string | undefined =>
  Number.isSafeInteger(value) ? `${value}` : asString(value);

/** The first object of a list. */
export function firstOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return Array.isArray(value) ? asObject(value[0]) : undefined;
}

/** Code and message without the fields that the third party did not fill. */
export function told(code: unknown, message: unknown): { readonly code?: string; readonly message?: string } {
  const [knownCode, knownMessage] = [asString(code), asString(message)];
  return {
    ...(knownCode !== undefined && { code: knownCode }),
    ...(knownMessage !== undefined && { message: knownMessage }),
  };
}
