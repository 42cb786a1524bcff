import { expect, it } from 'vitest';
import {
  base64Forms,
  htmlForms,
  jsonForms,
  jsonText,
  unicodeEscape,
} from '../../../../functions/core/redact/text-forms.ts';

it('writes a text in JSON, in ASCII, and with slashes escaped', () => {
  expect(jsonText('a"b\\c\n')).toBe('a\\"b\\\\c\\n');
  expect(jsonForms('é/ ~')).toEqual(['é/ ~', 'é\\/ ~', '\\u00e9/ ~', '\\u00e9\\/ ~']);
  expect(jsonForms('\u001f\u007f')).toEqual([
    '\\u001f\u007f',
    '\\u001f\u007f',
    '\\u001f\\u007f',
    '\\u001f\\u007f',
  ]);
});

it('writes a unit with four digits', () => {
  expect(['\u0001', 'a', '\u0fff', '\uffff'].map(unicodeEscape)).toEqual([
    '\\u0001',
    '\\u0061',
    '\\u0fff',
    '\\uffff',
  ]);
});

it('writes a text in HTML: by numbers, and by names with each of three apostrophes', () => {
  expect(htmlForms(`a&b<c>d"e'f`)).toEqual([
    'a&#38;b&#60;c&#62;d&#34;e&#39;f',
    'a&amp;b&lt;c&gt;d&quot;e&#39;f',
    'a&amp;b&lt;c&gt;d&quot;e&#x27;f',
    'a&amp;b&lt;c&gt;d&quot;e&apos;f',
  ]);
});

it('writes bytes in base64 at each of three offsets, without what their neighbours change', () => {
  expect(base64Forms(Buffer.from('secret'))).toEqual([
    'c2VjcmV0',
    'c2VjcmV0',
    'NlY3Jld',
    'NlY3Jld',
    'zZWNyZX',
    'zZWNyZX',
  ]);
  expect(base64Forms(Buffer.from([0xfb, 0xff, 0xfe]))).toEqual(['+//+', '-__-', 'v//', 'v__', '7//', '7__']);
});

it('what is written in base64 stands in every text that holds the bytes', () => {
  for (const text of ['secret', 'secre', 'secr', 'ünïcödé+/']) {
    const forms = base64Forms(Buffer.from(text));
    for (const before of ['', 'a', 'ab', 'abc', 'abcd'])
      for (const after of ['', 'x', 'xy', 'xyz']) {
        const whole = Buffer.from(`${before}${text}${after}`).toString('base64');
        expect(forms.some((form) => whole.includes(form))).toBe(true);
      }
  }
});
