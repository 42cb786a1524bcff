import { createHash, createHmac, generateKeyPairSync, verify } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AddressedRequest } from '../../../../../functions/core/declare/authorize.ts';
import { base64, digest, hmac, nonceOf } from '../../../../../functions/core/declare/digest.ts';
import { detachedJws, jws, jwt } from '../../../../../functions/core/declare/signing/jws.ts';
import { baseString, oauth1 } from '../../../../../functions/core/declare/signing/oauth1.ts';
import { sigv4 } from '../../../../../functions/core/declare/signing/sigv4.ts';
import { standardWebhooks } from '../../../../../functions/core/declare/signing/standard-webhooks.ts';

const addressed = (method: string, url: string, rest: Partial<AddressedRequest> = {}): AddressedRequest => ({
  method,
  url: new URL(url),
  headers: {},
  body: '',
  ...rest,
});

describe('OAuth 1.0a', () => {
  it('has the signature of the photo that OAuth Core 1.0 asks for in its appendix A.5', () => {
    const parameters = {
      oauth_consumer_key: 'dpf43f3p2l4k3l03',
      oauth_token: 'nnch734d00sl2jdk',
      oauth_signature_method: 'HMAC-SHA1',
      oauth_timestamp: '1191242096',
      oauth_nonce: 'kllo9940pd9333jh',
      oauth_version: '1.0',
    };
    const photo = addressed('GET', 'http://photos.example.net/photos?file=vacation.jpg&size=original');
    const text = baseString(photo, parameters);
    expect(hmac('sha1', 'kd94hf93k423kf44&pfkkdhi9sl3r4s00', text, 'base64')).toBe(
      'tR3+Ty81lMeYAr/Fid0kMTYa/WM=',
    );
  });

  it('signs with SHA-256 by clock and nonce, and names the realm without signing it', () => {
    const { headers } = oauth1(addressed('PUT', 'https://1234567.suitetalk.api.netsuite.com/record/eid:7'), {
      consumerKey: 'ck',
      consumerSecret: 'cs',
      token: 'tk',
      tokenSecret: 'ts',
      realm: '1234567_SB1',
      nowMs: 1_700_000_000_999,
      random: () => 0,
    });
    expect(headers?.authorization).toMatch(
      /^OAuth realm="1234567_SB1", oauth_consumer_key="ck", oauth_token="tk", oauth_signature_method="HMAC-SHA256", oauth_timestamp="1700000000", oauth_nonce="A{22}", oauth_version="1\.0", oauth_signature="[\w%]+"$/,
    );
  });

  it("signs a form's fields, and sorts what has the same name by its value", () => {
    const form = addressed('POST', 'http://example.com/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'c2&a3=2+q',
    });
    // https://www.rfc-editor.org/rfc/rfc5849#section-3.4.1.1
    expect(
      baseString(form, {
        oauth_consumer_key: '9djdj82h48djs9d2',
        oauth_token: 'kkk9d7dh3k39sjv7',
        oauth_signature_method: 'HMAC-SHA1',
        oauth_timestamp: '137131201',
        oauth_nonce: '7d8f3e4a',
      }),
    ).toBe(
      'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
    );
  });
});

describe('AWS Signature Version 4', () => {
  const credentials = {
    accessKeyId: 'AKIDEXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  };

  it("has the signature of get-vanilla in AWS's test suite", () => {
    const { headers } = sigv4(addressed('GET', 'https://example.amazonaws.com/'), {
      ...credentials,
      region: 'us-east-1',
      service: 'service',
      nowMs: Date.UTC(2015, 7, 30, 12, 36),
    });
    expect(headers).toEqual({
      'x-amz-date': '20150830T123600Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    });
  });

  it("signs any request as AWS's own library does", async () => {
    class Sha256 {
      #hash;
      constructor(secret?: string | Uint8Array) {
        this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
      }
      update(data: string | Uint8Array) {
        this.#hash.update(data);
      }
      async digest() {
        return this.#hash.digest();
      }
      reset() {}
    }
    const library = new SignatureV4({
      credentials: { ...credentials, sessionToken: 'session' },
      region: 'eu-west-1',
      service: 'execute-api',
      sha256: Sha256 as never,
      applyChecksum: false,
    });
    const nowMs = Date.UTC(2026, 0, 2, 3, 4, 5);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 }),
        fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { maxKeys: 4 }),
        fc.string(),
        async (segments, query, body) => {
          const path = segments.filter((one) => !/^\.+$/.test(one)).map((one) => encodeURIComponent(one));
          const url = new URL(`https://api.example.com/v1/${path.join('/')}`);
          url.search = new URLSearchParams(query).toString();
          const request = addressed('POST', url.href, {
            headers: { 'content-type': 'application/json', accept: 'x' },
            body,
          });
          const signed = await library.sign(
            {
              method: 'POST',
              protocol: 'https:',
              hostname: url.hostname,
              path: url.pathname,
              query,
              headers: { host: url.host, 'content-type': 'application/json' },
              body,
            },
            { signingDate: new Date(nowMs) },
          );
          const { headers = {} } = sigv4(request, {
            ...credentials,
            sessionToken: 'session',
            region: 'eu-west-1',
            service: 'execute-api',
            nowMs,
          });
          expect(headers.authorization).toBe(signed.headers.authorization);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('Standard Webhooks', () => {
  const message = {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    nowMs: 1_614_265_330_000,
    secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  };

  it('has the signature of the example that its libraries are tested with', () => {
    expect(standardWebhooks({ body: '{"test": 2432232314}' }, message).headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('signs with each secret while one is replaced by another', () => {
    const secrets = [...message.secrets, 'whsec_bmV4dA=='];
    const { headers } = standardWebhooks({ body: 'x' }, { ...message, secrets });
    expect(headers?.['webhook-signature']?.split(' ')).toHaveLength(2);
  });
});

describe('JSON Web Signatures', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = (key: typeof rsa.privateKey) => key.export({ type: 'pkcs8', format: 'pem' }).toString();

  it.each([
    ['RS256', rsa, {}],
    ['PS256', rsa, { padding: 6, saltLength: 32 }],
    ['ES256', ec, { dsaEncoding: 'ieee-p1363' }],
  ] as const)('are verified by the public key: %s', (algorithm, { privateKey, publicKey }, how) => {
    const token = jwt({ iss: 'me', exp: 1 }, { algorithm, key: pem(privateKey), header: { kid: 'k1' } });
    const [header = '', claims = '', signature = ''] = token.split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({
      alg: algorithm,
      typ: 'JWT',
      kid: 'k1',
    });
    expect(Buffer.from(claims, 'base64url').toString()).toBe('{"iss":"me","exp":1}');
    const isRight = verify(
      'sha256',
      Buffer.from(`${header}.${claims}`),
      { key: publicKey, ...how },
      Buffer.from(signature, 'base64url'),
    );
    expect(isRight).toBe(true);
  });

  it('have the signature by HS256 that jwt.io shows for its example', () => {
    const claims = { sub: '1234567890', name: 'John Doe', iat: 1_516_239_022 };
    const token =
      'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c';
    const key = 'your-256-bit-secret';
    expect(jwt(claims, { algorithm: 'HS256', key })).toBe(token);
    expect(jwt(claims, { algorithm: 'HS256', key: Buffer.from(key) })).toBe(token);
  });

  it('leave the payload out where it travels as the body', () => {
    const options = { algorithm: 'RS256', key: pem(rsa.privateKey) } as const;
    const [header, , signature] = jws('{"a":1}', options).split('.');
    expect(detachedJws('{"a":1}', options)).toBe(`${header}..${signature}`);
  });
});

describe('hashes', () => {
  it.each([
    ['md5', '9e107d9d372bb6826bd81d3542a419d6'],
    ['sha1', '2fd4e1c67a2d28fced849ee1bb76e7391b93eb12'],
    ['sha256', 'd7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592'],
  ] as const)('%s', (algorithm, expected) => {
    expect(digest(algorithm, 'The quick brown fox jumps over the lazy dog')).toBe(expected);
  });

  it('Base64 of UTF-8, and a nonce by chance', () => {
    expect([base64('zoë:pass'), base64('??>', 'base64url')]).toEqual(['em/DqzpwYXNz', 'Pz8-']);
    expect([nonceOf(() => 0.999, 5), nonceOf(() => 0).length]).toEqual(['99999', 22]);
  });
});
