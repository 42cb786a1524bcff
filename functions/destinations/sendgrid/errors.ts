/**
 * What SendGrid's errors mean, and for whom. They have no codes: a message in words, and the field that it is about.
 * https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/errors
 */
import type { Judgement, Meaning, Verdict } from '../../core/declare/destination.ts';
import type { HttpResponse } from '../../core/declare/http-message.ts';
import { asString, firstOf, jsonBody, told } from '../json-body.ts';
import { refused } from '../refused.ts';

/** The path is the same for every event. */
export const statuses: Readonly<Record<number, Verdict | Meaning>> = { 404: refused('operation', 'address') };

/** Where one status means several things, the words tell which; a word that is not here leaves it to its status. */
const sentences: readonly (readonly [statusCode: number, sentence: RegExp, meaning: Meaning])[] = [
  // The key is good and the plan is used up, until midnight or the end of the month. https://github.com/sendgrid/sendgrid-nodejs/issues/1032
  [401, /\bcredits? exceeded\b|\bmessaging limits?\b/i, refused('destination', 'plan')],
  // The sender is the same for every event, mostly. https://www.twilio.com/docs/api/errors/60222
  [403, /\bverified sender identity\b/i, refused('operation', 'account')],
  // "Too many bad requests. Temporary block": it passes. Not verified against the present API: in which words.
  [403, /\btoo many\b|\btemporar(?:y|ily)\b/i, { verdict: 'throttled' }],
];

/** No sentence of theirs is longer; a hostile text must not keep us busy. */
const sentenceCharactersMax = 500;

const errorIn = (response: HttpResponse) => firstOf(jsonBody(response)?.errors);

export const isOwnError = (response: HttpResponse): boolean =>
  asString(errorIn(response)?.message) !== undefined;

/** The field stands for a code: `personalizations.0.to`. */
export function readError(response: HttpResponse): { readonly code?: string; readonly message?: string } {
  const error = errorIn(response);
  return told(error?.field, error?.message);
}

export function judge(response: HttpResponse): Judgement | undefined {
  const message = asString(errorIn(response)?.message)?.slice(0, sentenceCharactersMax) ?? '';
  return sentences.find(
    ([statusCode, sentence]) => statusCode === response.statusCode && sentence.test(message),
  )?.[2];
}
