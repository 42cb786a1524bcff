import { expect, test } from 'vitest';
import { isWebPage } from '../../../../functions/core/declare/web-page.ts';

const typed = (body: string, type?: string) =>
  isWebPage({ body, headers: type === undefined ? {} : { 'content-type': type } });

test.each([
  '<!DOCTYPE html><html>',
  '<!doctype html>',
  '<html>',
  '<HTML lang="en">',
  '<head>',
  '<body>',
  '<title>',
  '<center>',
  '<h1>Not Found</h1>',
  '<meta charset="utf-8">',
  '<script>',
  ' \n\t<html>',
  '\uFEFF<html>',
])('%j is a page, whatever it is said to be', (body) => {
  for (const type of [undefined, 'application/json', 'text/plain']) expect(typed(body, type)).toBe(true);
});

test.each([
  '',
  'Not Found',
  '{"error":"<html>"}',
  '<Error><Code>',
  '<?xml version="1.0"?>',
  '<h1x>',
  '<htmlx>',
  'see <html>',
])('%j is none by itself', (body) => {
  for (const type of [
    undefined,
    'application/json',
    'text/plain',
    'application/xml',
    'x text/html',
    'text/htmlx',
  ])
    expect(typed(body, type)).toBe(false);
});

test.each(['text/html', ' text/html; charset=utf-8', 'TEXT/HTML', 'application/xhtml+xml'])(
  'whatever is said to be %s is a page, but for data under that name',
  (type) => {
    for (const body of ['Not Found', '<p>Not Found', 'see {"a":1}', ' <b>'])
      expect(typed(body, type)).toBe(true);
    for (const body of ['', ' \n', '\uFEFF', '{"a":1}', '[]', '"a"', ' \uFEFF{', '<?xml version="1.0"?>'])
      expect(typed(body, type)).toBe(false);
  },
);
