/** The frame of all that Stripe answers: request id, API version, and the body of an error. */
import { type Answer, type Arrived, json } from './contract.ts';
import { identifier } from './identifiers.ts';

/** The fields that an error may have of its own. https://docs.stripe.com/api/errors */
export interface StripeError {
  /** `invalid_request_error` unless said. */
  readonly type?: string;
  readonly code?: string;
  readonly param?: string;
  readonly message: string;
  readonly payment_intent?: unknown;
}

type Headers = Readonly<Record<string, string>>;

export interface StripeAnswers {
  readonly done: (request: Arrived, value: unknown, headers?: Headers) => Answer;
  readonly refused: (request: Arrived, statusCode: number, error: StripeError, headers?: Headers) => Answer;
  /** Refused before anybody knew whose request it is: there is no log of it to point to. */
  readonly unknownCaller: (request: Arrived, message: string) => Answer;
  readonly newRequestId: () => string;
}

/** What an account that names no version gets: here, what Interlock is written against. */
const defaultVersion = '2026-10-28.endive';

export function createStripeAnswers(random: () => number): StripeAnswers {
  const newRequestId = () => `req_${identifier(random, 14)}`;
  const answered = (
    request: Arrived,
    statusCode: number,
    value: unknown,
    requestId: string,
    headers: Headers,
  ) =>
    json(statusCode, value, {
      // Without a charset. Not verified against the present API.
      'content-type': 'application/json',
      'request-id': requestId,
      'stripe-version': request.headers['stripe-version'] ?? defaultVersion,
      ...headers,
    });
  return {
    newRequestId,
    done: (request, value, headers = {}) => answered(request, 200, value, newRequestId(), headers),
    refused: (request, statusCode, error, headers = {}) => {
      const { type = 'invalid_request_error', code, param, message, payment_intent } = error;
      const requestId = newRequestId();
      const body = {
        ...(code === undefined ? {} : { code, doc_url: documentation(code) }),
        message,
        ...(param === undefined ? {} : { param }),
        ...(payment_intent === undefined ? {} : { payment_intent }),
        // https://docs.stripe.com/api/errors#errors-request_log_url
        request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}?t=${Math.floor(request.atMs / 1_000)}`,
        type,
      };
      return answered(request, statusCode, { error: body }, requestId, headers);
    },
    unknownCaller: (request, message) =>
      answered(request, 401, { error: { message, type: 'invalid_request_error' } }, newRequestId(), {
        'www-authenticate': 'Basic realm="Stripe"',
      }),
  };
}

/** `parameter_unknown` has https://stripe.com/docs/error-codes/parameter-unknown. */
const documentation = (code: string) => `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`;
