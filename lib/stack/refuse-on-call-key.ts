import { createPublicKey } from 'node:crypto';
import type { OnCallKey } from '../../functions/core/redact/on-call-key.ts';

/** Of a key, not of an alias: one that leads elsewhere tomorrow would not open what was sealed today. */
const keyArn = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/;
/** The least that KMS makes. https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html */
const bitsMin = 2_048;

/** Throws `TypeError` for a key that nothing could be sealed for: at synth, and not at the first failure of the night. */
export function refuseOnCallKey(environment: string, { arn, publicKey }: OnCallKey): void {
  const where = `lib/environments.ts, ${environment}: onCallKey`;
  if (!keyArn.test(arn))
    throw new TypeError(
      `${where}.arn is "${arn}", not the ARN of a KMS key: arn:aws:kms:<region>:<account>:key/<id>`,
    );
  const bits = bitsOf(publicKey);
  if (bits >= bitsMin) return;
  const how = `aws kms get-public-key --key-id ${arn} --query PublicKey --output text`;
  throw new TypeError(`${where}.publicKey is no RSA key of ${bitsMin} bits or more; print it: ${how}`);
}

/** 0: it is no RSA key. */
function bitsOf(publicKey: string): number {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'rsa' ? (key.asymmetricKeyDetails?.modulusLength ?? 0) : 0;
  } catch {
    return 0;
  }
}
