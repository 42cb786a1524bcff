import { readFileSync } from 'node:fs';
import { domainToASCII } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { email, languageTag, timestamp } from '../../../functions/events/formats.ts';

const takes = (schema: z.ZodMiniType) => (value: string) => z.safeParse(schema, value).success;

describe('an e-mail address', () => {
  const taken = takes(email());

  it('is taken under each of the 1,438 top-level domains, written in its own script or as xn--', () => {
    // https://data.iana.org/TLD/tlds-alpha-by-domain.txt, in the scripts in which they are read.
    const list = readFileSync(new URL('../../fixtures/top-level-domains.txt', import.meta.url), 'utf8');
    const domains = list.trim().split('\n');
    expect(domains).toHaveLength(1_438);
    const addresses = domains.flatMap((domain) => [
      `ada@example.${domain}`,
      `ada@example.${domainToASCII(domain)}`,
    ]);
    expect(addresses.filter((address) => !taken(address))).toEqual([]);
  });

  it.each([
    'o&leary@example.com',
    "o'leary@example.com",
    'a/b=c%d@example.com',
    "!#$%&'*+-/=?^_`{|}~@example.com",
    'first.last+tag@sub.example.co.uk',
    'info@xn--80aswg.xn--p1ai',
    'x@münchen.de',
    'пример@пример.рф',
    '用户@例子.广告',
    'उदाहरण@उदाहरण.भारत',
    'x@نامه\u200cای.com',
    '"ada lovelace"@example.com',
    '"a\\"b"@example.com',
    'x@1.example.com',
    'A@EXAMPLE.COM',
    `${'a'.repeat(64)}@example.com`,
  ])('may be %s', (address) => {
    expect(taken(address)).toBe(true);
  });

  it.each([
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@example',
    'ada@@example.com',
    'ada@example..com',
    'ada@-example.com',
    'ada@example-.com',
    'ada@exa_mple.com',
    '.ada@example.com',
    'ada.@example.com',
    'a..b@example.com',
    'a b@example.com',
    'ada@example.com ',
    'ada@example.com\n',
    'ada@example.com, bob@example.com',
    'Ada <ada@example.com>',
    'ada(comment)@example.com',
    'ada@[192.0.2.1]',
    'ada\u0000@example.com',
    'ada\u202e@example.com',
    '"a\nb"@example.com',
    `${'a'.repeat(65)}@example.com`,
    `${'ä'.repeat(33)}@example.com`,
    `ada@${'a.'.repeat(125)}com`,
  ])('is not %j', (address) => {
    expect(taken(address)).toBe(false);
  });
});

describe('a language tag', () => {
  const taken = takes(languageTag());

  it.each([
    'de',
    'pt-BR',
    'zh-Hant-TW',
    'es-419',
    'sl-rozaj',
    'ca-ES-valencia',
    'en-us',
    'EN-US',
    'zh-yue',
    'zh-cmn-Hans-CN',
    'de-x-private',
    'en-US-u-hc-h12',
    'de-DE-u-co-phonebk',
    'en-t-jp-m0-true-x-ours',
    'de-CH-1901',
    'x-whatever',
    'i-klingon',
    'en-GB-oed',
  ])('may be %s', (tag) => {
    expect(taken(tag)).toBe(true);
  });

  it.each([
    '',
    'e',
    'english',
    'en_GB',
    'en-',
    '-en',
    'de-x',
    'en-u',
    'en-a-b',
    'en-US-GB',
    'i-nothing',
    'de DE',
    'de\n',
  ])('is not %j', (tag) => {
    expect(taken(tag)).toBe(false);
  });
});

it('a time follows one rule in data and envelope', () => {
  const taken = takes(timestamp());
  expect(
    ['2026-03-01T00:00:00.1234567890Z', '2026-03-01t00:00:00z', '2016-12-31T23:59:60Z'].map(taken),
  ).toEqual([true, true, true]);
  expect(['2026-03-01T24:00:00Z', '2026-02-30T00:00:00Z', '2026-03-01T00:00:00'].map(taken)).toEqual([
    false,
    false,
    false,
  ]);
});
