import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSecretSearch } from '../../../../functions/core/redact/secret-search.ts';
import { cpuMsOf } from '../../../fixtures/cpu-ms-of.ts';

const key = 'k3y"w\\i/t+h=e&v<e>r_0123456789';
/** As a writer does that trusts no character. */
const numbered = (text: string) =>
  text.replace(/[\s\S]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
const search = createSecretSearch();
search.add(key);

describe('a search for secrets', () => {
  it.each([
    ['as it is', 'x k3y"w\\i/t+h=e&v<e>r_0123456789 y'],
    ['in JSON', 'x k3y\\"w\\\\i/t+h=e&v<e>r_0123456789 y'],
    ['in JSON in JSON in JSON', 'x k3y\\\\\\\\\\\\\\"w\\\\\\\\\\\\\\\\i/t+h=e&v<e>r_0123456789 y'],
    [
      'in JSON that escapes what HTML would read',
      'x k3y\\"w\\\\i/t+h=e\\u0026v\\u003Ce\\u003er_0123456789 y',
    ],
    ['in a URL', 'x k3y%22w%5Ci%2Ft%2Bh%3De%26v%3Ce%3Er_0123456789 y'],
    ['in a URL that keeps slashes', 'x k3y%22w%5Ci/t+h%3de%26v%3ce%3er_0123456789 y'],
    ['in a URL in a URL', 'x k3y%2522w%255Ci%252Ft%252Bh%253De%2526v%253Ce%253Er_0123456789 y'],
    ['in HTML', 'x k3y&quot;w\\i/t+h=e&amp;v&lt;e&gt;r_0123456789 y'],
    ['in HTML with numbers', 'x k3y&#34;w&#92;i&#x2F;t&#43;h=e&#38;v&#60;e&#62;r_0123456789 y'],
    ['in HTML in JSON of Go', 'x k3y\\u0026quot;w\\\\i/t+h=e\\u0026amp;v\\u0026lt;e\\u0026gt;r_0123456789 y'],
    ['in numbered JSON in a URL', `x ${encodeURIComponent(numbered(key))} y`],
    ['in base64 in a URL', 'x azN5IndcaS90K2g9ZSZ2PGU%2Bcl8wMTIzNDU2Nzg5 y'],
    ['backwards', 'x 9876543210_r>e<v&e=h+t/i\\w"y3k y'],
    ['in capitals', 'x K3Y"W\\I/T+H=E&V<E>R_0123456789 y'],
  ])('finds one %s', (_how, text) => {
    expect(search.replace(text)).toBe('x «secret» y');
  });

  it.each([
    [
      'the beginning, where a body was cut',
      '{"error":"bad key k3y\\"w\\\\i/t+',
      '{"error":"bad key «secret»',
    ],
    ['the middle', 'key: ***e&v<e>r_0***', 'key: ***«secret»***'],
    ['a part of its base64', 'dump: NHazN5IndcaS9', 'dump: NH«secret»'],
    ['two pieces side by side', 'v<e>r_0123 h=e&v<e>', '«secret» «secret»'],
  ])('finds %s', (_what, text, expected) => {
    expect(search.replace(text)).toBe(expected);
  });

  it('leaves what is too short to tell, and what only looks alike', () => {
    const text = 'key ends in …456789; İstanbul, 100 %, a&b; C:\\new, \\u00e9, 1,2,3,4,5,6,7,8,9,10';
    expect(search.replace(text)).toBe(text);
  });

  it('replaces in place, whatever stands before it', () => {
    expect(search.replace('İ \\"\\\\ %C3%A9 &amp; v<e>r_0123456 &amp; \\"')).toBe(
      'İ \\"\\\\ %C3%A9 &amp; «secret» &amp; \\"',
    );
  });

  it('leaves JSON readable', () => {
    const piece = fc.oneof(fc.constantFrom(key, key.slice(0, 12), '"', '\\', '\n', 'é'), fc.string());
    fc.assert(
      fc.property(fc.array(piece), fc.string(), (pieces, name) => {
        const text = JSON.stringify({ [name]: JSON.stringify([pieces.join('')]) });
        expect(() => JSON.parse(search.replace(text))).not.toThrow();
      }),
    );
  });

  it.each(['\\"', '\\', '%25', '&amp;', '\\u0026amp;', 'k3y"w', '107,51,'])(
    'reads 256 KiB of %s in well under a second',
    (hostile) => {
      const text = hostile.repeat((256 * 1024) / hostile.length);
      expect(cpuMsOf(() => search.replace(text))).toBeLessThan(500);
    },
  );
});
