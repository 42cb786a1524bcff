import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseStrictJson } from '../../../../functions/core/envelope/strict-json.ts';
import { InvalidEventError } from '../../../../functions/core/errors.ts';

test.each([
  ['', /not JSON \(0 characters\)/],
  ['{', /not JSON/],
  ['{"a":1,}', /not JSON/],
  ["{'a':1}", /not JSON/],
  ['NaN', /not JSON/],
  ['\uFEFF{}', /not JSON/],
  ['9007199254740993', /a number that readers would change/],
  ['[1,{"a":9007199254740993}]', /^1\.a: is a number that readers would change/],
  ['9007199254740991.5', /a number that readers would change/],
  ['1e400', /a number that readers would change/],
  ['-1E+400', /a number that readers would change/],
  ['{"a":1,"a":1}', /a: stands twice in one object/],
  ['{"a":1,"\\u0061":2}', /a: stands twice in one object/],
  ['{"x":[{"a":1},{"a":{"b":1,"c":2,"b":3}}]}', /b: stands twice in one object/],
  ['{"a":[1,{"z":0}],"b":2,"a":3}', /a: stands twice in one object/],
  ['{"__proto__":{}}', /the key "__proto__"/],
  ['{"\\u005f_proto__":{}}', /the key "__proto__"/],
  ['["\\ud83d"]', /half of a surrogate pair/],
  ['{"\\udc00":1}', /half of a surrogate pair/],
  ['"\ud83d"', /half of a surrogate pair/],
])('%j is refused: %s', (text, message) => {
  expect(() => parseStrictJson(text)).toThrow(InvalidEventError);
  expect(() => parseStrictJson(text)).toThrow(message);
});

test.each([
  '9007199254740991',
  '-9007199254740991',
  '0.1',
  '1e16',
  '-9007199254740992',
  '{"x":123e65}',
  '[{"a":1},{"a":2}]',
  '{"a":{"a":{"a":1}}}',
  '["a","a","a"]',
  '{"a":"{\\"a\\":1,\\"a\\":2}"}',
  '{"a":"9007199254740993"}',
  '{"constructor":1,"hasOwnProperty":2,"toString":3}',
  '"\\ud83d\\ude00"',
  ' { "a" : [ ] , "b" : { } } ',
])('%s reads as JSON.parse reads it', (text) => {
  expect(parseStrictJson(text)).toEqual(JSON.parse(text));
});

test('64 levels pass, 65 do not', () => {
  expect(() => parseStrictJson('['.repeat(64) + ']'.repeat(64))).not.toThrow();
  expect(() => parseStrictJson('['.repeat(65) + ']'.repeat(65))).toThrow(/deeper than 64 levels/);
});

test.each(['[', '{"a":'])('10,000 levels of %s are refused and not an overflow', (opening) => {
  const text = `${opening.repeat(10_000)}1${(opening === '[' ? ']' : '}').repeat(10_000)}`;
  expect(() => parseStrictJson(text)).toThrow(/deeper than 64 levels/);
});

test('a string of a quarter of a megabyte of escapes is read', () => {
  const text = JSON.stringify('\n"\\'.repeat(43_690));
  expect(text.length).toBeGreaterThan(262_000);
  expect(parseStrictJson(text)).toBe('\n"\\'.repeat(43_690));
});

/** What is refused on purpose and `JSON.parse` takes. */
const refused = (text: string) =>
  text.includes('__proto__') ||
  !JSON.stringify(JSON.parse(text)).isWellFormed() ||
  /\\u[dD][89a-fA-F]/.test(text);

test('whatever is not refused reads as JSON.parse reads it', () => {
  fc.assert(
    fc.property(
      fc.json({ maxDepth: 6, stringUnit: 'binary' }),
      fc.integer({ min: 0, max: 4 }),
      (text, indent) => {
        fc.pre(!refused(text));
        const spaced = JSON.stringify(JSON.parse(text), null, indent);
        expect(parseStrictJson(spaced)).toEqual(JSON.parse(text));
      },
    ),
    { numRuns: 500 },
  );
});

test('an object with a repeated key is refused wherever it stands', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 3 }), fc.json({ maxDepth: 3 }), (before, after) => {
      fc.pre(!refused(before) && !refused(after));
      const text = `[${before},{"k":${after},"x":${before},"k":1},${after}]`;
      expect(() => parseStrictJson(text)).toThrow(/k: stands twice in one object/);
    }),
  );
});

test('no error quotes a value', () => {
  const canary = 'canary7291';
  fc.assert(
    fc.property(fc.json({ maxDepth: 3 }), fc.nat(), (text, at) => {
      const whole = `{"v":"${canary}","rest":${text}}`;
      const cut = whole.slice(0, canary.length + 8 + (at % whole.length));
      try {
        parseStrictJson(cut);
      } catch (error) {
        expect(String((error as Error).stack)).not.toContain(canary);
        expect((error as Error).cause).toBeUndefined();
      }
    }),
  );
});

test('what nobody reads may be changed: it is looked at where somebody does', () => {
  const tell = (path: readonly string[]) => (path[0] === 'read' ? path : undefined);
  const odd = '{"n":9007199254740993,"k":1,"k":2,"half":"\\ud83d"}';
  expect(parseStrictJson(`{"unread":[${odd}]}`, tell)).toEqual({
    unread: [{ n: 9007199254740992, k: 2, half: '\ud83d' }],
  });
  expect(() => parseStrictJson(`{"read":[0,${odd}]}`, tell)).toThrow(
    new InvalidEventError([
      { path: 'read.1.n', message: 'is a number that readers would change; publish it as a string' },
      { path: 'read.1.k', message: 'stands twice in one object' },
      { path: 'read.1.half', message: 'has half of a surrogate pair, which is not a character' },
    ]),
  );
  expect(() => parseStrictJson('{"unread":1,"read":1,"read":2}', tell)).toThrow('read: stands twice');
  expect(parseStrictJson('{"unread":1,"unread":2}', tell)).toEqual({ unread: 2 });
});

test.each(['{"unread":{"__proto__":1}}', `{"unread":${'['.repeat(64)}${']'.repeat(64)}}`])(
  'what is a danger to whoever holds it is refused wherever it stands: %s',
  (text) => {
    expect(() => parseStrictJson(text, () => undefined)).toThrow(InvalidEventError);
  },
);

test('a number of a hundred thousand digits is judged in no time', () => {
  const digits = `1${'0'.repeat(100_000)}1`;
  expect(() => parseStrictJson(digits)).toThrow(/readers would change/);
});

describe('what is told of a text', () => {
  const problemsOf = (text: string, root?: readonly string[]) => {
    try {
      parseStrictJson(text, undefined, root);
      return [];
    } catch (error) {
      if (error instanceof InvalidEventError) return error.problems;
      throw error;
    }
  };

  test('is what it is: the event, or something in it', () => {
    expect(problemsOf('{')).toEqual([
      { path: '', message: 'the event is not JSON (1 characters); publish one CloudEvents object' },
    ]);
    expect(problemsOf('{', ['data_base64'])).toEqual([
      { path: 'data_base64', message: 'is not JSON (1 characters); publish JSON' },
    ]);
    const deep = `${'['.repeat(65)}${']'.repeat(65)}`;
    expect(problemsOf(deep)).toEqual([{ path: '', message: 'the event is nested deeper than 64 levels' }]);
    expect(problemsOf(deep, ['data_base64'])).toEqual([
      { path: 'data_base64', message: 'is nested deeper than 64 levels' },
    ]);
  });

  test('is no more than twenty problems', () => {
    const twice = (times: number) =>
      `{${Array(times + 1)
        .fill('"a":1')
        .join()}}`;
    expect(problemsOf(twice(20))).toHaveLength(20);
    expect(problemsOf(twice(21))).toHaveLength(20);
  });

  test('is sixty characters of a key at most', () => {
    const key = `${'k'.repeat(60)}secret`;
    expect(problemsOf(`{"${key}":1,"${key}":2}`)).toEqual([
      { path: 'k'.repeat(60), message: 'stands twice in one object' },
    ]);
  });
});
