import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign, parseAssignment } from '../../../../lib/cli/shell/assignment.ts';
import { parseDuration } from '../../../../lib/cli/shell/duration.ts';
import { UsageError } from '../../../../lib/cli/shell/errors.ts';
import { suggestion } from '../../../../lib/cli/shell/suggestion.ts';

describe('--set', () => {
  it('reads back every JSON value at every path', () => {
    const key = fc.stringMatching(/^[^.=]+$/).filter((text) => text !== '__proto__');
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 5 }), fc.jsonValue(), (path, value) => {
        const text = JSON.stringify(value);
        const assignment = parseAssignment(`${path.join('.')}=${text}`);
        const read = path.reduce<unknown>(
          (inner, one) => (inner as Record<string, unknown>)[one],
          assign({}, assignment),
        );
        expect(read).toEqual(JSON.parse(text));
      }),
    );
  });

  it('takes any other text for itself, equals signs included', () => {
    expect(parseAssignment('data.note=a=b, c').value).toBe('a=b, c');
    expect(parseAssignment('data.note=').value).toBe('');
  });

  it('never changes what it was given', () => {
    const event = Object.freeze({ data: Object.freeze({ address: null, tags: Object.freeze(['a']) }) });
    expect(assign(event, parseAssignment('data.address.city=Paris'))).toEqual({
      data: { address: { city: 'Paris' }, tags: ['a'] },
    });
    expect(assign(event, parseAssignment('data.tags.1=b'))).toEqual({
      data: { address: null, tags: ['a', 'b'] },
    });
  });

  it.each(['email', '=1', 'a..b=1', '.a=1', 'a.=1', '__proto__.x=1'])('refuses %s', (text) => {
    expect(() => parseAssignment(text)).toThrow(UsageError);
  });

  it('refuses a way through a value that has no fields', () => {
    expect(() => assign({ id: 'x' }, parseAssignment('id.y=1'))).toThrow('which has no fields');
    expect(() => assign({ list: [] }, parseAssignment('list.5=1'))).toThrow('no place in an array of 0');
    expect(() => assign({ list: [] }, parseAssignment('list.x=1'))).toThrow('no place in an array of 0');
  });
});

describe('--since', () => {
  it('is the sum of its parts', () => {
    const count = fc.integer({ min: 1, max: 1_000 });
    fc.assert(
      fc.property(count, count, count, count, (d, h, m, s) => {
        const expected = ((d * 24 + h) * 60 + m) * 60_000 + s * 1_000;
        expect(parseDuration('since', `${d}d${h}h${m}m${s}s`)).toBe(expected);
      }),
    );
  });

  it('takes no text but durations', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !/^(\d+[smhd])+$/.test(text)),
        (text) => {
          expect(() => parseDuration('since', text)).toThrow(UsageError);
        },
      ),
    );
    expect(() => parseDuration('since', '0s')).toThrow(UsageError);
    expect(() => parseDuration('since', '99999999d')).toThrow(UsageError);
  });
});

describe('did you mean', () => {
  it('knows slips of the fingers from other words', () => {
    expect(suggestion('lsit', ['send', 'list'])).toBe(' (did you mean "list"?)');
    expect(suggestion('dead-leters', ['list', 'dead-letters'])).toBe(' (did you mean "dead-letters"?)');
    expect(suggestion('frobnicate', ['send', 'list'])).toBe('');
    expect(suggestion('x', [])).toBe('');
  });
});
