import { expect, test } from 'vitest';
import type { Attempt } from '../../../../functions/core/deliver/attempt.ts';
import { attemptLine, type LineContext } from '../../../../functions/core/deliver/attempt-line.ts';
import { toldOf } from '../../../../functions/core/deliver/told-of-event.ts';
import { createRedactor } from '../../../../functions/core/redact/redactor.ts';
import { openExchange } from '../../../../functions/core/redact/sealed-exchange.ts';
import { createShownExchange } from '../../../../functions/core/redact/shown-exchange.ts';
import { thingBody, thingIntegration } from '../../../fixtures/fixture-integration.ts';

const eventText = thingBody({ correlationid: 'c1' });

const context = (changes: Partial<LineContext> & { readonly clear?: boolean } = {}): LineContext => {
  const redactor = createRedactor();
  redactor.addSecret('sk_secret_1');
  const integration = thingIntegration();
  const told = toldOf({ integration, redactor, referenceKey: 'key' }, JSON.parse(eventText), {
    reference: 'r1',
    name: 'Ada Lovelace',
  });
  const { clear = false, ...rest } = changes;
  return {
    integration,
    about: told.about,
    receiveCount: 2,
    tell: told.tell,
    show: createShownExchange({
      integration,
      tell: told.tell,
      opener: eventText,
      withoutSecrets: redactor.secrets,
      clear: clear ? (text) => redactor.all(text, told.personal) : undefined,
    }),
    whole: true,
    idempotencyKey: 'key-1',
    ...rest,
  };
};

const attempt: Attempt = {
  number: 3,
  request: {
    method: 'POST',
    url: new URL('https://api.example.com/things?name=Ada+Lovelace'),
    headers: {
      authorization: 'Bearer sk_secret_1',
      'content-type': 'application/json',
      'idempotency-key': 'key-1',
    },
    body: '{"name":"Ada Lovelace"}',
  },
  response: {
    statusCode: 400,
    headers: { 'request-id': 'req_1', 'set-cookie': 'session=abc', 'content-type': 'application/json' },
    body: '{"error":"Ada Lovelace by sk_secret_1"}',
    bodyTruncated: false,
  },
  classification: {
    verdict: 'terminal',
    scope: 'event',
    fromApplication: true,
    code: 'REQUEST_REJECTED',
    message: 'no Ada Lovelace',
    statusCode: 400,
  },
  durationMs: 12.4,
};

const delivered: Attempt = {
  ...attempt,
  classification: {
    verdict: 'success',
    scope: 'event',
    fromApplication: true,
    code: 'OK',
    message: 'status 201',
    statusCode: 201,
  },
};

const about = {
  integration: 'thing-made-to-thing',
  destination: 'thing',
  operation: 'create-thing',
  eventId: 'event-1',
  eventSource: '/shop',
  eventType: 'thing.made',
  subject: 'thing/r1',
  correlationId: 'c1',
};

test('the line of a failed attempt holds the shape of the exchange, and all of it under seal', () => {
  const { sealed = '', ...line } = attemptLine(context({ whole: false }), attempt, 'dead-lettered');
  expect(line).toEqual({
    ...about,
    attempt: 3,
    receiveCount: 2,
    outcome: 'dead-lettered',
    durationMs: 12,
    request: {
      method: 'POST',
      url: 'https://api.example.com/things?name=«12 characters»',
      headers: {
        authorization: '«18 characters»',
        'content-type': 'application/json',
        'idempotency-key': 'key-1',
      },
      body: '{"name":"«12 characters»"}',
    },
    response: {
      statusCode: 400,
      headers: { 'request-id': 'req_1', 'set-cookie': '«11 characters»', 'content-type': 'application/json' },
      body: '{"error":"«27 characters»"}',
      bodyTruncated: false,
    },
    error: { code: 'REQUEST_REJECTED', kind: 'terminal', message: 'no «name»' },
    idempotencyKey: 'key-1',
  });
  expect(openExchange(sealed, eventText)).toEqual({
    request: {
      method: 'POST',
      url: 'https://api.example.com/things?name=Ada+Lovelace',
      headers: { ...attempt.request.headers, authorization: 'Bearer «secret»' },
      body: '{"name":"Ada Lovelace"}',
    },
    response: { ...attempt.response, body: '{"error":"Ada Lovelace by «secret»"}' },
  });
  expect(openExchange(sealed, thingBody())).toBeUndefined();
});

test('where the log is in clear, it holds the exchange itself, masked, and nothing under seal', () => {
  const line = attemptLine(context({ clear: true }), attempt, 'dead-lettered');
  expect(line).not.toHaveProperty('sealed');
  expect(line).toMatchObject({
    request: { url: 'https://api.example.com/things?name=«name»', body: '{"name":"«name»"}' },
    response: { body: '{"error":"«name» by «secret»"}' },
  });
});

test('of a delivered attempt that is not to be kept whole, headers and bodies are left out and the rest stays', () => {
  const line = attemptLine(context({ whole: false }), delivered, 'delivered');
  expect(line.request).toEqual({
    method: 'POST',
    url: 'https://api.example.com/things?name=«12 characters»',
  });
  expect(line.response).toEqual({ statusCode: 400 });
  expect(line).not.toHaveProperty('error');
  const { sealed, ...whole } = attemptLine(context(), delivered, 'delivered');
  expect(sealed).toBeDefined();
  expect(Object.keys(line)).toEqual(Object.keys(whole));
});

test('a delivered attempt that is to be kept whole is, under its seal; in clear where the environment says so', () => {
  const sealed = attemptLine(context(), delivered, 'delivered');
  expect(sealed).toHaveProperty('sealed');
  expect(sealed.request).not.toHaveProperty('body');
  expect(sealed.response).not.toHaveProperty('headers');
  const clear = attemptLine(context({ clear: true }), delivered, 'delivered');
  expect(clear).not.toHaveProperty('sealed');
  expect(clear.request).toHaveProperty('body');
  expect(clear.response).toHaveProperty('headers');
});

test('an attempt without an answer has no response, and says when the next one comes', () => {
  const { response: _, ...unanswered } = attempt;
  const classification = {
    verdict: 'ambiguous',
    scope: 'destination',
    fromApplication: false,
    code: 'TIMEOUT',
    message: 'no answer',
  } as const;
  const line = attemptLine(context(), { ...unanswered, classification }, 'retry', 2_500);
  expect(line).not.toHaveProperty('response');
  expect(line).toMatchObject({ nextAttemptInMs: 2_500, error: { code: 'TIMEOUT', kind: 'ambiguous' } });
});

test('a long body is cut after keys were taken out, and says so', () => {
  const secretAtTheCut = `${'x '.repeat(32_764)}sk_secret_1${'y'.repeat(100)}`;
  const response = { statusCode: 500, headers: {}, body: secretAtTheCut, bodyTruncated: false };
  const { sealed = '', ...line } = attemptLine(context(), { ...attempt, response }, 'retry');
  expect(JSON.stringify(line)).not.toContain('sk_sec');
  const opened = openExchange(sealed, eventText);
  expect(opened?.response).toMatchObject({ bodyTruncated: true });
  expect(JSON.stringify(opened)).not.toContain('sk_sec');
});
