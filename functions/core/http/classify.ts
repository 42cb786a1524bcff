/**
 * The only place that decides what an answer means, and for whom; what becomes of the delivery then is decided in
 * deliver/decision.ts. Pure.
 */

import type { LookAt, Meaning, Scope, Verdict } from '../declare/destination.ts';
import type { HttpResponse } from '../declare/http-message.ts';
import type { LookupAnswer, Operation } from '../declare/operation.ts';
import { guarded } from './guarded.ts';
import { lookAtWords } from './look-at.ts';
import { type Heard, meaningOf } from './meaning.ts';
import { pauseOf } from './pause.ts';
import { retryAfterMs } from './retry-after.ts';
import { type HttpResult, responseBytesMax } from './send-http.ts';
import { socketMeaning } from './socket-meanings.ts';
import { speakerOf } from './speaker.ts';
import { statusMeaning } from './status-meanings.ts';

/** What an attempt came to. */
export interface Classification {
  readonly verdict: Verdict;
  /** Whom it is about. */
  readonly scope: Scope;
  /** The application itself answered, in a shape of its own: not a gateway, and not nobody. */
  readonly fromApplication: boolean;
  /** Ours, stable: what alarms and filters name. */
  readonly code: string;
  readonly message: string;
  /** The third party's own error code, where it gave one. */
  readonly thirdPartyCode?: string | undefined;
  readonly statusCode?: number | undefined;
  readonly requestId?: string | undefined;
  /** The third party's id of what was made. */
  readonly receipt?: string | undefined;
  /** It asks everybody for this pause, milliseconds: above 0, at most an hour. */
  readonly pauseMs?: number | undefined;
  /** The end of that pause: nobody may call before, epoch milliseconds. */
  readonly notBeforeMs?: number | undefined;
  /** Where a person looks who wants to know why. */
  readonly lookAt?: LookAt | undefined;
  /** What the answer to a lookup says of the request before it. Of any other request: absent. */
  readonly found?: LookupAnswer['says'] | undefined;
  /** It said yes in words that nobody can read, and will most likely say so again; a cut answer may come whole. */
  readonly saysYes?: true | undefined;
  /** A refusal beside which the request may have been carried out all the same. */
  readonly mayBeDone?: true;
}

/**
 * Reads a result by the destination's table and ours. Never throws: after an answer nothing may be lost of it.
 * @param isRead the request was one that changes nothing
 * @param resetMs what the standard limit fields ask for (classify-answer.ts)
 */
export function classify(
  operation: Operation<never>,
  result: HttpResult,
  nowMs: number,
  isRead = false,
  resetMs?: number,
): Classification {
  if ('failure' in result) {
    const { code, message } = result.failure;
    return { ...socketMeaning(result.failure), fromApplication: false, code, message };
  }
  const { response } = result;
  const { destination } = operation;
  const { statusCode, headers } = response;
  const told = guarded(() => destination.readError(response)) ?? {};
  const judged = guarded(() => operation.judge?.(response)) ?? guarded(() => destination.judge?.(response));
  const limit = guarded(() => destination.readLimit?.(response, nowMs));
  const receipt = response.bodyTruncated ? undefined : guarded(() => operation.receipt(response));
  const hasToldError = told.code !== undefined || told.message !== undefined;
  const thirdPartyCode = judged?.code ?? told.code;
  const heard: Heard = {
    response,
    speaker: speakerOf(destination, response, hasToldError),
    isReceipted: receipt !== undefined,
    // A cut body may hold an error behind its beginning.
    isAccepted:
      !response.bodyTruncated &&
      ((operation.accepts ?? []).some((one) => one === statusCode) ||
        verdictOf(operation.statuses?.[statusCode]) === 'success'),
    judged,
    code: told.code,
    limit,
    asksForPause: retryAfterMs(headers['retry-after'], nowMs, headers.date) !== undefined,
  };
  const { verdict, scope, lookAt, isUnreadable } = meaningOf(ownBefore(operation), heard);
  const pauseMs = pauseOf(response, limit, verdict === 'success', nowMs) ?? resetMs;
  const requestId = headers[destination.requestIdHeader];
  const mayBeDone = verdict === 'refused' && !isRead && statusMeaning(statusCode).mayBeDone === true;
  const saysYes = isUnreadable && !(response.bodyTruncated && mayComeWhole(response));
  const named = thirdPartyCode === undefined ? '' : `${thirdPartyCode}, `;
  const said = judged?.message ?? told.message ?? `${named}status ${statusCode}`;
  const advice =
    verdict === 'refused' && lookAt !== undefined
      ? ` — look at ${lookAtWords[lookAt]}`
      : isUnreadable
        ? response.unreadCoding !== undefined
          ? ` in a coding that cannot be read: ${response.unreadCoding}`
          : saysYes
            ? ' without an id that could be read: it said yes; check the contract'
            : ', cut off before its end'
        : '';
  return {
    verdict,
    scope,
    fromApplication: verdict === 'success' || (!isUnreadable && heard.speaker === 'application'),
    code: isUnreadable ? unreadableCode : codes[verdict],
    message: said + advice,
    statusCode,
    ...(thirdPartyCode === undefined ? {} : { thirdPartyCode }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(verdict === 'success' && receipt !== undefined ? { receipt } : {}),
    ...(pauseMs === undefined ? {} : { pauseMs, notBeforeMs: nowMs + pauseMs }),
    ...(lookAt === undefined ? {} : { lookAt }),
    ...(saysYes ? { saysYes } : {}),
    ...(mayBeDone ? { mayBeDone } : {}),
  };
}

/** What the operation says of its own answers goes before what is said of all. */
const ownBefore = ({ destination, statuses, codes }: Operation<never>) => ({
  statuses: { ...destination.statuses, ...statuses },
  codes: { ...destination.codes, ...codes },
});

const verdictOf = (meant: Verdict | Meaning | undefined) =>
  typeof meant === 'object' ? meant.verdict : meant;

/** Longer than is ever read it comes as long the next time. Undecodable bytes count more here than they were. */
const mayComeWhole = ({ body, unreadCoding }: HttpResponse) =>
  unreadCoding === undefined && Buffer.byteLength(body) < responseBytesMax;

/** It said yes, and nobody can read what it did. */
export const unreadableCode = 'UNREADABLE_RESPONSE';

export const codes: Readonly<Record<Verdict, string>> = {
  success: 'OK',
  terminal: 'REQUEST_REJECTED',
  retryable: 'TEMPORARILY_REFUSED',
  throttled: 'RATE_LIMITED',
  ambiguous: 'SERVER_ERROR',
  unknown: 'OUTCOME_UNKNOWN',
  credentials: 'CREDENTIALS_REJECTED',
  refused: 'REFUSED_FOR_ALL',
};
