/** How much of a secret or a name has to stand somewhere to be taken out: a character less is left. */
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../../functions/core/redact/redactor.ts';
import { createSecretSearch } from '../../../../functions/core/redact/secret-search.ts';

const key = 'q7Xw2Zk9Lm4Tn8RvB3';
const bytes = Buffer.from(key);

/** Of each piece of so many characters, whether all of it goes. */
function pieces(whole: string, length: number): ReadonlySet<boolean> {
  const search = createSecretSearch();
  search.add(key);
  const found = new Set<boolean>();
  for (let at = 0; at + length <= whole.length; at += 1) {
    const piece = whole.slice(at, at + length);
    found.add(search.replace(`? ${piece} ?`) === '? «secret» ?');
  }
  return found;
}

describe('a piece of a secret', () => {
  it.each([
    ['itself', key, 8],
    ['its hexadecimal digits', bytes.toString('hex'), 12],
    ['its base64', bytes.toString('base64'), 8],
  ])('of %s goes from so many characters on', (_what, whole, least) => {
    expect([...pieces(whole, least)]).toEqual([true]);
    expect([...pieces(whole, least - 1)]).toEqual([false]);
  });

  it('of its bytes in numbers goes from twenty characters on', () => {
    const search = createSecretSearch();
    search.add(key);
    for (const separator of [',', ', ']) {
      const list = [...bytes].join(separator);
      expect(search.replace(`[${list.slice(0, 20)}]`)).toBe('[«secret»]');
      expect(search.replace(`[${list.slice(0, 19)}]`)).toBe(`[${list.slice(0, 19)}]`);
    }
  });

  it('with a backslash in it is as much shorter as a reader leaves out, and six at least', () => {
    const found = (secret: string, text: string) => {
      const search = createSecretSearch();
      search.add(secret);
      return search.replace(`? ${text} ?`) !== `? ${text} ?`;
    };
    expect([found('q7X\\w2Zk9Lm', 'q7Xw2Zk'), found('q7X\\w2Zk9Lm', 'q7Xw2Z')]).toEqual([true, false]);
    const many = 'q\\7\\X\\w\\2\\Z\\k9Lm';
    expect([found(many, 'q7Xw2Z'), found(many, 'q7Xw2')]).toEqual([true, false]);
  });
});

describe('a redactor', () => {
  it.each([
    ['abcd', '«secret»'],
    ['abc', 'abc'],
    [' abcd ', '«secret»'],
  ])('takes %j for a secret or not', (secret, expected) => {
    const redactor = createRedactor();
    redactor.addSecret(secret);
    expect(redactor.secrets(`(${secret})`)).toBe(`(${expected})`);
  });

  it('takes base64 out from eight characters on, as chance makes less', () => {
    const seen = (secret: string) => {
      const redactor = createRedactor();
      redactor.addSecret(secret, 'as a whole');
      return redactor.secrets(Buffer.from(secret).toString('base64'));
    };
    expect([seen('abcdef'), seen('abcde')]).toEqual(['«secret»', 'YWJjZGU=']);
  });

  it.each([
    ['Xi', '«name»'],
    ['X', 'X'],
  ])('takes %j for a name or not', (name, expected) => {
    const all = createRedactor().all(`to ${name}, now`, new Map([[name, 'name']]));
    expect(all).toBe(`to ${expected}, now`);
  });
});
