import { expect, test } from 'vitest';
import { decodeForm } from '../../../lib/contract/form.ts';

test('brackets nest, empty brackets collect, plus is a blank', () => {
  expect(decodeForm('a%5Bb%5D%5Bc%5D=1+2&d[]=x&d[]=y&e[0]=z&f=%2B')).toEqual({
    a: { b: { c: '1 2' } },
    d: ['x', 'y'],
    e: { 0: 'z' },
    f: '+',
  });
});

test('a name like __proto__ stays a name', () => {
  expect(Object.keys(decodeForm('__proto__[a]=1'))).toEqual(['__proto__']);
  expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
});

test.each(['a=%zz', 'a[b=1', 'a=1&a[b]=2', 'a[b]=1&a=2', 'a[b]=1&a[]=2', '[a]=1'])(
  '%s is refused',
  (body) => {
    expect(() => decodeForm(body)).toThrow(TypeError);
  },
);
