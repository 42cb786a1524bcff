import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutSecrets } from '../../../../../functions/core/contract/probe/without-secrets.ts';
import { createRedactor } from '../../../../../functions/core/redact/redactor.ts';

const key = 'SuperSecretTokenValue';

function cleaned(body: string, headers: Record<string, string> = {}, secret = key) {
  const redactor = createRedactor();
  redactor.addSecret(secret);
  const response = { statusCode: 200, headers, body, bodyTruncated: false };
  const result = withoutSecrets({ response }, { redact: redactor.secrets, values: [secret] });
  if (!('response' in result)) throw new Error('there was an answer');
  return result.response;
}

describe('an answer without secrets', () => {
  it('has the key in no name of a field, whole or in pieces, and in no short text that names a kind', () => {
    const body = {
      [key]: 1,
      supers: { ecretTo: 2 },
      error: { type: key, code: 'KenValue', message: `no such key ${key}` },
      list: [{ x_secretToken_y: null }],
    };
    expect(JSON.parse(cleaned(JSON.stringify(body)).body)).toEqual({
      '«secret»': { '«secret»': 2 },
      error: { type: '«secret»', code: '«secret»', message: 'no such key «secret»' },
      // No name of a field, and so no part of a path either.
      list: [{ 'x_«secret»_y': null }],
    });
  });

  it('has the key in no header, its name included', () => {
    expect(
      cleaned('{}', { [`x-${key.toLowerCase()}`]: 'a', 'x-supersec': 'b', etag: `"${key}"`, 'x-a': 'c' })
        .headers,
    ).toEqual({
      'x-«secret»': 'b',
      etag: '"«secret»"',
      'x-a': 'c',
    });
  });

  it('stays as it was written where there is nothing of the key', () => {
    const body = '{ "amount": 1.0, "id": 12345678901234567890, "test_clock": null }';
    expect(cleaned(body, {}, 'sk_test_51Hx8Qz2eZvKYlo2C').body).toBe(body);
    expect(cleaned('no JSON', {}).body).toBe('no JSON');
  });

  it('says of a failure what it said, without the key', () => {
    const failure = { sent: 'not-sent', code: 'CONNECT_FAILED', message: `to ${key}` } as const;
    const result = withoutSecrets(
      { failure },
      { redact: (text) => text.replaceAll(key, '«secret»'), values: [key] },
    );
    expect(result).toEqual({ failure: { ...failure, message: 'to «secret»' } });
  });

  it('holds no piece of six in any name, however the key is cut up', () => {
    const keys = fc.stringMatching(/^[A-Za-z0-9]{16,40}$/);
    fc.assert(
      fc.property(
        keys,
        fc.nat(30),
        fc.integer({ min: 6, max: 40 }),
        fc.constantFrom('', 'x_', 'Y'),
        (secret, from, length, before) => {
          const at = Math.min(from, secret.length - 6);
          const piece = secret.slice(at, at + length);
          const { body } = cleaned(
            JSON.stringify({ [`${before}${piece}`]: { [piece.toUpperCase()]: piece } }),
            {},
            secret,
          );
          expect(body.toLowerCase()).not.toContain(piece.slice(0, 6).toLowerCase());
        },
      ),
    );
  });
});
