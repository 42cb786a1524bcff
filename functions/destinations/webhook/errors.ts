/**
 * What an endpoint's answer means. Only its status counts, and whatever is no 2xx is to be tried again "over multiple days".
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
import type { Judgement, Meaning, Verdict } from '../../core/declare/destination.ts';
import type { HttpResponse } from '../../core/declare/http-message.ts';
import { refused } from '../refused.ts';

/** Nobody is there to take events (any more), whoever says so: none is buried for it, and a person asks the customer. */
const nobodyThere: readonly number[] = [404, 405, 410];

export const judge = ({ statusCode }: HttpResponse): Judgement | undefined =>
  nobodyThere.includes(statusCode) ? refused('destination', 'address') : undefined;

/** A receiver that has something against an event may have a bug that is mended by tomorrow. */
export const statuses: Readonly<Record<number, Verdict | Meaning>> = {
  400: 'retryable',
  402: 'retryable',
  409: 'retryable',
  422: 'retryable',
};
