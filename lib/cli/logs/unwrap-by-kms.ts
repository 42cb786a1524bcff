import { DecryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { OnCallKey, Unwrap } from '../../../functions/core/redact/on-call-key.ts';
import { CommandError } from '../shell/errors.ts';

/** Lines of one request's failures are many, and may have been sealed alike: each is asked for once. */
export function createUnwrap(kms: Pick<KMSClient, 'send'>, key: OnCallKey | undefined): Unwrap {
  return async (wrapped) => {
    // What was sealed for a key that is named no more is the business of who named it.
    if (key === undefined) return undefined;
    try {
      const { Plaintext } = await kms.send(
        new DecryptCommand({
          KeyId: key.arn,
          CiphertextBlob: wrapped,
          EncryptionAlgorithm: 'RSAES_OAEP_SHA_256',
        }),
      );
      return Plaintext;
    } catch (error) {
      if ((error as Error).name === 'InvalidCiphertextException') return undefined;
      if ((error as Error).name !== 'AccessDeniedException') throw error;
      throw new CommandError(
        `you may not use ${key.arn}, which these exchanges are sealed for: ask whoever is on call for kms:Decrypt, or leave --exact out`,
      );
    }
  };
}
