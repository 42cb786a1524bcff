import { describe, expect, test } from 'vitest';
import type { HttpResponse } from '../../../../functions/core/declare/http-message.ts';
import { speakerOf } from '../../../../functions/core/http/speaker.ts';
import { answer, page } from './answers/row.ts';

const cut = (response: HttpResponse): HttpResponse => ({ ...response, bodyTruncated: true });
const speaks = (
  response: HttpResponse,
  isOwnError?: (response: HttpResponse) => boolean,
  hasToldError = false,
) => speakerOf(isOwnError === undefined ? {} : { isOwnError }, response, hasToldError);

const json = answer(404, '{"detail":"no such thing"}');
const plain = answer(404, 'Not Found');
const html = page(404, 'Not Found');

describe('of a destination that knows its own errors', () => {
  const yes = () => true;
  const no = () => false;
  const broken = () => {
    throw new TypeError('cannot read');
  };

  test('what it knows is the application’s, whatever it looks like', () => {
    for (const response of [json, plain, html, cut(json)]) expect(speaks(response, yes)).toBe('application');
  });

  test('what it does not know, or cannot read, is a gateway’s, and nobody’s when it was cut', () => {
    for (const isOwnError of [no, broken]) {
      for (const hasToldError of [false, true]) {
        const of = (response: HttpResponse) => speaks(response, isOwnError, hasToldError);
        expect([json, plain, html].map(of)).toEqual(['gateway', 'gateway', 'gateway']);
        expect([cut(json), cut(plain), cut(html)].map(of)).toEqual(['nobody', 'nobody', 'gateway']);
      }
    }
  });
});

describe('of any other', () => {
  test('an error that was found, or JSON, is the application’s', () => {
    for (const response of [plain, cut(plain), json])
      expect(speaks(response, undefined, true)).toBe('application');
    for (const body of ['{"a":1}', '[]', ' \n{"a":1} '])
      expect(speaks(answer(404, body))).toBe('application');
  });

  test('a page is a gateway’s, whatever was found in it', () => {
    for (const hasToldError of [false, true]) expect(speaks(html, undefined, hasToldError)).toBe('gateway');
  });

  test('a bare word, a number, a text with JSON in it and half of JSON are nobody’s', () => {
    for (const body of ['', 'Not Found', '404', 'null', '"gone"', '  "{}"', '{"detail":"no su'])
      expect(speaks(answer(404, body))).toBe('nobody');
  });
});
