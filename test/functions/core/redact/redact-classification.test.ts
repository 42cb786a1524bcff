import { expect, test } from 'vitest';
import type { Classification } from '../../../../functions/core/http/classify.ts';
import { redactClassification } from '../../../../functions/core/redact/redact-classification.ts';
import { createRedactor } from '../../../../functions/core/redact/redactor.ts';

const redactor = createRedactor();
redactor.addSecret('sk_secret_1');
const personal = new Map([['Ada Lovelace', 'name']]);
const redact = (text: string) => redactor.all(text, personal);
const said: Classification = {
  verdict: 'terminal',
  scope: 'event',
  fromApplication: true,
  code: 'REQUEST_REJECTED',
  message: 'no Ada Lovelace for sk_secret_1',
  requestId: 'for-Ada Lovelace',
  receipt: 'made for Ada Lovelace',
  thirdPartyCode: 'no_Ada Lovelace',
  statusCode: 400,
};

test('what a third party says of an attempt is redacted: message, request id and receipt', () => {
  expect(redactClassification(said, redact)).toEqual({
    verdict: 'terminal',
    scope: 'event',
    fromApplication: true,
    code: 'REQUEST_REJECTED',
    message: 'no «name» for «secret»',
    requestId: 'for-«name»',
    receipt: 'made for «name»',
    thirdPartyCode: 'no_«name»',
    statusCode: 400,
  });
});

test('what cannot be redacted is not told', () => {
  const broken = () => {
    throw new TypeError('no text');
  };
  expect(redactClassification(said, broken)).toEqual({
    verdict: 'terminal',
    scope: 'event',
    fromApplication: true,
    code: 'REQUEST_REJECTED',
    message: 'REQUEST_REJECTED',
    statusCode: 400,
  });
});

test('a receipt of any size leaves room in the ledger, cut after it was redacted', () => {
  const receipt = `${'\uFFFD'.repeat(1_019)}sk_secret_1${'x'.repeat(250_000)}`;
  const kept = redactClassification({ ...said, receipt }, redact).receipt ?? '';
  expect(kept).toBe(`${'\uFFFD'.repeat(1_019)}«secr`);
  expect(Buffer.byteLength(kept)).toBeLessThan(4_096);
});

test('a receipt of 1,024 characters is kept whole', () => {
  const receipt = 'x'.repeat(1_024);
  expect(redactClassification({ ...said, receipt }, redact).receipt).toBe(receipt);
});
