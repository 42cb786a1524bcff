import { expect, test } from 'vitest';
import type { LookAt, Scope, Verdict } from '../../../../../functions/core/declare/destination.ts';
import type { HttpResponse } from '../../../../../functions/core/declare/http-message.ts';
import type { Operation } from '../../../../../functions/core/declare/operation.ts';
import { classify } from '../../../../../functions/core/http/classify.ts';

/** One answer and what it has to mean. `-`: there is nothing to look at. */
export type AnswerRow = readonly [
  name: string,
  answer: HttpResponse,
  verdict: Verdict,
  scope: Scope,
  lookAt: LookAt | '-',
  /** Why it is not as one might think at first: as the status says, or as others judge it. */
  why?: string,
];

export const nowMs = Date.UTC(2026, 2, 1);

export function answer(
  statusCode: number,
  body: string | object = '',
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { statusCode, headers, body: text, bodyTruncated: false };
}

/** In the application's own words, as the fixture's destination reads them. */
export const own = (statusCode: number, headers: Readonly<Record<string, string>> = {}) =>
  answer(statusCode, { error: { code: 'own_code', message: 'own words' } }, headers);

const html = { 'content-type': 'text/html' };

/** A gateway's page. */
export const page = (statusCode: number, title: string, headers: Readonly<Record<string, string>> = {}) =>
  answer(statusCode, `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`, {
    ...html,
    ...headers,
  });

/** Each row is a test, asserted whole: verdict, scope, and where to look. */
export function testAnswers(operation: Operation<never>, rows: readonly AnswerRow[]): void {
  for (const [name, response, verdict, scope, lookAt] of rows) {
    test(name, () => {
      const meant = classify(operation, { response }, nowMs);
      expect({ verdict: meant.verdict, scope: meant.scope, lookAt: meant.lookAt ?? '-' }).toEqual({
        verdict,
        scope,
        lookAt,
      });
    });
  }
}
