import { describe, expect, it } from 'vitest';
import { weakness } from '../../../lib/cli/weak-secret.ts';
import { contracts } from '../../../lib/local/stand-ins/index.ts';

describe('a key that is refused', () => {
  it.each([
    ['true', 'reads as JSON'],
    ['null', 'reads as JSON'],
    ['20000', 'reads as JSON'],
    ['1234567890123456', 'reads as JSON'],
    ['-1.5e10', 'reads as JSON'],
    ['"sk_live_0123456789"', 'reads as JSON'],
    ['{"a":1}', 'reads as JSON'],
    ['', 'has 0 characters'],
    ['k', 'has 1 characters'],
    ['x7Qp2Lm', 'has 7 characters; below 8'],
    ['SuperSecretTokenValue', 'reads like words'],
    ['password', 'reads like words'],
    ['changeme', 'reads like words'],
    ['Password123', 'reads like words'],
    ['summer2026!', 'reads like words'],
    ['correct horse battery staple', 'reads like words'],
    ['AUTHORIZATION', 'reads like words'],
  ])('is %j, with the reason', (text, reason) => {
    expect(weakness(text)).toContain(reason);
  });
});

describe('a key that is taken', () => {
  it.each([
    'sk_test_CANARY0123456789',
    'pat-eu1-0b0f8a52-7c1e-4d3a-9f21-5be6c1a2d3e4',
    'dG9rOjE0YmM5ZjQy',
    'b3f1c9d27a604e85',
    'QwXzTrBnKpLmVcDsJhGf',
    'xkqzvwbrtnplmdsjfhgc',
    'another-wrong-key-0123456789',
    'user:Pa55w0rd!x',
    'r4nd0m-8c',
  ])('is %j', (text) => {
    expect(weakness(text)).toBeUndefined();
  });

  it('is each that a stand-in makes', () => {
    let seed = 0.11;
    const random = () => {
      seed = (seed * 16_807.3) % 1;
      return seed;
    };
    for (const { newApiKey } of contracts) expect(weakness(newApiKey(random))).toBeUndefined();
  });
});
