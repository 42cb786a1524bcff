/** What a line holds of an exchange where the environment names a key: sealed without KMS, opened by it alone. */
import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto';
import { KMSClient } from '@aws-sdk/client-kms';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OnCallKey } from '../../../../functions/core/redact/on-call-key.ts';
import { openExchange, sealExchange } from '../../../../functions/core/redact/sealed-exchange.ts';
import { openLine } from '../../../../lib/cli/logs/exact-lines.ts';
import { createUnwrap } from '../../../../lib/cli/logs/unwrap-by-kms.ts';
import { refuseOnCallKey } from '../../../../lib/stack/refuse-on-call-key.ts';
import { type FakeAws, startFakeAws } from '../fake-aws.ts';

const arn = 'arn:aws:kms:eu-central-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const pairOf = (modulusLength: number) =>
  generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
const pair = pairOf(2_048);
const key: OnCallKey = { arn, publicKey: pair.publicKey.toString('base64') };

const text = '{"id":"e-1"}';
const request = {
  method: 'POST',
  url: new URL('https://api.example.com/people'),
  headers: { 'content-type': 'application/json' },
  body: '{"email":"ada@example.com"}',
};
const response = { statusCode: 422, headers: {}, body: 'no ada', bodyTruncated: false };
const sealed = () => sealExchange(request as never, response, key, (one) => one);
const line = () => ({ message: 'delivery.attempted', outcome: 'retry', sealed: sealed() }) as const;

let aws: FakeAws;
let kms: KMSClient;
beforeEach(async () => {
  aws = await startFakeAws();
  aws.decrypt = (bytes) => {
    try {
      const padding = constants.RSA_PKCS1_OAEP_PADDING;
      return privateDecrypt({ key: pair.privateKey, padding, oaepHash: 'sha256' }, bytes);
    } catch {
      return undefined;
    }
  };
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  kms = new KMSClient({ endpoint: aws.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
});
afterEach(() => aws.close());

describe('an exchange that is sealed for the key of whoever is on call', () => {
  it('is opened by KMS, also when nobody has the event any more', async () => {
    expect(await openLine(line(), [], createUnwrap(kms, key))).toEqual({
      exchange: { request: { ...request, url: request.url.href }, response },
    });
    expect(aws.calls).toEqual(['Decrypt']);
  });

  it('is not opened by the event', async () => {
    expect(openExchange(sealed(), text)).toBeUndefined();
    expect(await openLine(line(), [text], createUnwrap(kms, undefined))).toEqual({
      reason: 'sealed for the key that onCallKey in lib/environments.ts named then, which did not open it',
    });
    expect(aws.calls).toEqual([]);
  });

  it('holds nothing that can be read, and is another text each time', () => {
    const one = sealed();
    expect(Buffer.from(one.slice('kms:'.length), 'base64').toString('latin1')).not.toContain('ada');
    expect(sealed()).not.toBe(one);
  });

  it('stays shut for another key, and for whoever may not use it, which is told in so many words', async () => {
    const other = pairOf(2_048).publicKey.toString('base64');
    const foreign = sealExchange(request as never, response, { arn, publicKey: other }, (one) => one);
    const unwrap = createUnwrap(kms, key);
    expect(await openLine({ ...line(), sealed: foreign }, [], unwrap)).toHaveProperty('reason');
    aws.refuse = () => 'AccessDeniedException';
    await expect(openLine(line(), [], unwrap)).rejects.toThrow(
      `you may not use ${arn}, which these exchanges are sealed for: ask whoever is on call for kms:Decrypt, or leave --exact out`,
    );
  });
});

describe('a key that an environment names', () => {
  it('is taken when something can be sealed for it', () => {
    expect(() => refuseOnCallKey('prod', key)).not.toThrow();
  });

  it.each([
    [
      'an alias',
      { ...key, arn: 'arn:aws:kms:eu-central-1:000000000000:alias/on-call' },
      'onCallKey.arn is "arn:aws:kms:eu-central-1:000000000000:alias/on-call", not the ARN of a KMS key',
    ],
    [
      'no key at all',
      { ...key, publicKey: 'bm90aGluZw==' },
      'onCallKey.publicKey is no RSA key of 2048 bits or more; print it: aws kms get-public-key --key-id arn:aws',
    ],
    [
      'a short one',
      { ...key, publicKey: pairOf(1_024).publicKey.toString('base64') },
      'onCallKey.publicKey is no RSA key',
    ],
    ['one of a curve', { ...key, publicKey: curve() }, 'onCallKey.publicKey is no RSA key'],
  ])('is refused at synth when it is %s', (_, wrong, sentence) => {
    expect(() => refuseOnCallKey('prod', wrong)).toThrow(`lib/environments.ts, prod: ${sentence}`);
  });
});

function curve(): string {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
}
