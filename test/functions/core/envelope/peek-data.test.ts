import { expect, test } from 'vitest';
import { eventBytesMax, peekData } from '../../../../functions/core/envelope/parse-event.ts';

const base64 = (text: string | Buffer) =>
  JSON.stringify({ data_base64: Buffer.from(text).toString('base64') });

test.each<[string, unknown]>([
  ['{"data":{"name":"Ada"}}', { name: 'Ada' }],
  ['{"data":"Ada"}', 'Ada'],
  ['{"data":null}', null],
  ['{"data":1,"data_base64":"Mg=="}', 1],
  [base64('{"name":"Ada"}'), { name: 'Ada' }],
])('of %j it is known whom it may be about', (text, data) => {
  expect(peekData(text)).toEqual(data);
});

test.each([
  '',
  '{',
  '7',
  '"data"',
  'null',
  '[]',
  '[{"data":1}]',
  '{}',
  '{"id":"e-1"}',
  '{"data_base64":7}',
  '{"data_base64":"e30==="}',
  base64('{'),
  base64(Buffer.from([0x22, 0xff, 0x22])),
])('of %j it is not, and nothing is thrown', (text) => {
  expect(peekData(text)).toBeUndefined();
});

test('what is larger than any event is not read', () => {
  const sized = (bytes: number) => JSON.stringify({ data: 'x'.repeat(bytes - '{"data":""}'.length) });
  expect(peekData(sized(eventBytesMax))).toHaveLength(eventBytesMax - 11);
  expect(peekData(sized(eventBytesMax + 1))).toBeUndefined();
});
