import type { RateLimit } from '../../../functions/core/declare/destination.ts';
import type { Answer, Arrived, ThirdParty } from './contract.ts';
import type { Fault } from './faults.ts';

/** The answer of a fault that keeps the request from having its effect, in the third party's own words. */
export function faultAnswer(
  fault: Fault,
  arrived: Arrived,
  thirdParty: ThirdParty,
  limit: RateLimit,
): Answer {
  const { seconds = 1 } = fault;
  const pause = (retryAfter: string): Answer => {
    const refused = thirdParty.rateLimited(limit, arrived);
    return { ...refused, headers: { ...refused.headers, 'retry-after': retryAfter } };
  };
  switch (fault.kind) {
    case 'retry-after-seconds':
      return pause(`${seconds}`);
    case 'retry-after-date':
      // An HTTP-date has whole seconds: rounded up, so that it never asks for less.
      return pause(new Date(Math.ceil(arrived.atMs / 1_000 + seconds) * 1_000).toUTCString());
    case 'unauthorized':
      return thirdParty.unauthorized(arrived);
    case 'rejected':
      return { ...thirdParty.failed(arrived), statusCode: 400 };
    case 'unavailable-html':
      return { statusCode: 503, headers: { 'content-type': 'text/html' }, body: unavailablePage };
    default: {
      const failure = thirdParty.failed(arrived);
      if (fault.saved === true) thirdParty.rememberFailure?.(arrived, failure);
      return failure;
    }
  }
}

/** What a proxy in front of the third party says when nothing is behind it. */
const unavailablePage = '<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>';
