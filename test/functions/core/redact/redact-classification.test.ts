import { expect, test } from 'vitest';
import type { Classification } from '../../../../functions/core/http/classify.ts';
import { eventDisclosure } from '../../../../functions/core/redact/event-disclosure.ts';
import { redactClassification } from '../../../../functions/core/redact/redact-classification.ts';
import { ownWords } from '../../../../functions/core/redact/redacted.ts';
import { createRedactor } from '../../../../functions/core/redact/redactor.ts';

const redactor = createRedactor();
redactor.addSecret('sk_secret_1');
const tell = eventDisclosure(redactor, { values: new Map([['Ada Lovelace', 'name']]), derived: new Map() });
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
  expect(redactClassification(said, tell)).toEqual({
    verdict: 'terminal',
    scope: 'event',
    fromApplication: true,
    code: 'REQUEST_REJECTED',
    message: 'no «name» for «secret»',
    requestId: '«16 characters»',
    receipt: '«21 characters»',
    thirdPartyCode: '«15 characters»',
    statusCode: 400,
  });
});

test('of a success its code is told, and not its words', () => {
  expect(redactClassification({ ...said, verdict: 'success', code: 'OK' }, tell).message).toBe('OK');
});

test('what a third party does not say is not asked about', () => {
  const { requestId: _, receipt: __, thirdPartyCode: ___, ...bare } = said;
  const asked: string[] = [];
  const id = (text: string) => {
    asked.push(text);
    return ownWords(text);
  };
  expect(redactClassification(bare, { message: ownWords, id })).toMatchObject({
    requestId: undefined,
    receipt: undefined,
    thirdPartyCode: undefined,
  });
  expect(asked).toEqual([]);
});

test('a code has a hundred characters at most', () => {
  const coded = (thirdPartyCode: string) =>
    redactClassification({ ...said, thirdPartyCode }, { message: ownWords, id: ownWords }).thirdPartyCode;
  expect(coded('x'.repeat(100))).toBe('x'.repeat(100));
  expect(coded('x'.repeat(101))).toBe('x'.repeat(100));
});

test('what cannot be redacted is not told', () => {
  const broken = () => {
    throw new TypeError('no text');
  };
  expect(redactClassification(said, { message: broken, id: broken })).toEqual({
    verdict: 'terminal',
    scope: 'event',
    fromApplication: true,
    code: 'REQUEST_REJECTED',
    message: 'REQUEST_REJECTED',
    statusCode: 400,
  });
});

test('ids and codes that give nobody away are told as they are', () => {
  const ids = { requestId: 'req_8Jw2', receipt: 'cus_NffrFeUfNV2Hib', thirdPartyCode: 'email_invalid' };
  expect(redactClassification({ ...said, ...ids }, tell)).toMatchObject(ids);
});

test('a receipt of any size leaves room in the ledger', () => {
  const receipt = `x${'\uFFFD'.repeat(1_019)}sk_secret_1${'x'.repeat(250_000)}`;
  expect(redactClassification({ ...said, receipt }, tell).receipt).toBe('«251031 characters»');
});
