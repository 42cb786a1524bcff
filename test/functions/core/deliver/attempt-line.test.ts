import { expect, test } from 'vitest';
import type { Envelope } from '../../../../functions/core/declare/event.ts';
import type { Attempt } from '../../../../functions/core/deliver/attempt.ts';
import { attemptLine, type LineContext } from '../../../../functions/core/deliver/attempt-line.ts';
import { createRedactor } from '../../../../functions/core/redact/redactor.ts';
import { thingBody, thingIntegration } from '../../../fixtures/fixture-integration.ts';

const context = (changes: Partial<LineContext> = {}): LineContext => {
  const redactor = createRedactor();
  redactor.addSecret('sk_secret_1');
  const personal = new Map([['Ada Lovelace', 'name']]);
  return {
    integration: thingIntegration(),
    event: JSON.parse(thingBody({ correlationid: 'c1' })) as Envelope,
    receiveCount: 2,
    redact: (text) => redactor.all(text, personal),
    whole: true,
    idempotencyKey: 'key-1',
    ...changes,
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

test('the line of a failed attempt holds the whole exchange, masked', () => {
  expect(attemptLine(context({ whole: false }), attempt, 'dead-lettered')).toEqual({
    integration: 'thing-made-to-thing',
    destination: 'thing',
    operation: 'create-thing',
    eventId: 'event-1',
    eventSource: '/shop',
    eventType: 'thing.made',
    subject: 'thing/r1',
    correlationId: 'c1',
    attempt: 3,
    receiveCount: 2,
    outcome: 'dead-lettered',
    durationMs: 12,
    request: {
      method: 'POST',
      url: 'https://api.example.com/things?name=«name»',
      headers: {
        authorization: '«18 characters»',
        'content-type': 'application/json',
        'idempotency-key': 'key-1',
      },
      body: '{"name":"«name»"}',
    },
    response: {
      statusCode: 400,
      headers: { 'request-id': 'req_1', 'set-cookie': '«11 characters»', 'content-type': 'application/json' },
      body: '{"error":"«name» by «secret»"}',
      bodyTruncated: false,
    },
    error: { code: 'REQUEST_REJECTED', kind: 'terminal', message: 'no «name»' },
    idempotencyKey: 'key-1',
  });
});

test('of a delivered attempt that is not to be kept whole, headers and bodies are left out and the rest stays', () => {
  const line = attemptLine(context({ whole: false }), delivered, 'delivered');
  expect(line.request).toEqual({ method: 'POST', url: 'https://api.example.com/things?name=«name»' });
  expect(line.response).toEqual({ statusCode: 400 });
  expect(line).not.toHaveProperty('error');
  expect(Object.keys(line)).toEqual(Object.keys(attemptLine(context(), delivered, 'delivered')));
});

test('a delivered attempt that is to be kept whole is', () => {
  const line = attemptLine(context(), delivered, 'delivered');
  expect(line.request).toHaveProperty('body');
  expect(line.response).toHaveProperty('headers');
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

test('a long body is cut after it was masked, and says so', () => {
  const secretAtTheCut = `${'x '.repeat(8_188)}sk_secret_1${'y'.repeat(100)}`;
  const response = { statusCode: 500, headers: {}, body: secretAtTheCut, bodyTruncated: false };
  const line = attemptLine(context(), { ...attempt, response }, 'retry');
  expect(line.response).toMatchObject({ bodyTruncated: true });
  expect(JSON.stringify(line)).not.toContain('sk_sec');
});

test('a receipt that is too long for the ledger is told of by its length, and only then', () => {
  const of = (receipt: string) => ({
    ...delivered,
    classification: { ...delivered.classification, receipt },
  });
  expect(attemptLine(context(), of('y'.repeat(250_000)), 'delivered')).toMatchObject({
    receiptCutFrom: 250_000,
  });
  expect(attemptLine(context(), of('y'.repeat(1_024)), 'delivered')).not.toHaveProperty('receiptCutFrom');
});
