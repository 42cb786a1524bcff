import fc from 'fast-check';
import { expect, test } from 'vitest';
import { xmlAt, xmlText, xmlValue } from '../../../functions/destinations/xml.ts';

test('a document is written with attributes, lists and escaped texts', () => {
  expect(
    xmlText({
      'soap:Envelope': {
        '@xmlns:soap': 'http://schemas.xmlsoap.org/soap/envelope/',
        'soap:Body': { name: 'A & B <c>', line: [{ '@no': '1', '#text': 'x' }, 'y'], empty: '' },
      },
    }),
  ).toBe(
    '<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><name>A &amp; B &lt;c&gt;</name><line no="1">x</line><line>y</line><empty/></soap:Body></soap:Envelope>',
  );
});

test('an answer is read whatever its prefixes are, and numbers stay texts', () => {
  const value = xmlValue('<S:E xmlns:S="x"><S:B><id>007</id><id>8</id></S:B></S:E>');
  expect(xmlAt(value, 'E', 'B', 'id')).toEqual(['007', '8']);
  expect(xmlAt(value, 'E', 'toString')).toBeUndefined();
  expect([xmlValue('<a><b></a>'), xmlValue('{"a":1}')]).toEqual([undefined, undefined]);
});

test('whatever a text holds that XML can hold, it is read as it was written', () => {
  const text = fc
    .string({ unit: 'grapheme' })
    .filter((one) => one.trim() === one && one !== '' && !/[\r\n\t]/.test(one));
  fc.assert(
    fc.property(text, (one) => {
      expect(xmlAt(xmlValue(xmlText({ a: { b: one } })), 'a', 'b')).toBe(one);
    }),
  );
});
