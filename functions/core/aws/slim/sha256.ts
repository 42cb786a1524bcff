import { createHash, createHmac, createSecretKey, type Hash, type Hmac, type KeyObject } from 'node:crypto';
import { toUint8Array } from '@smithy/core/serde';
import type { HashConstructor } from '@smithy/types';

/** What signatures are made with. The SDK's own brings an implementation in JavaScript along, and zlib for another sum. */
export const Sha256: HashConstructor = class {
  readonly #key: string | KeyObject | undefined;
  #hash: Hash | Hmac;

  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    // Of bytes Node finds out by three exceptions that they are no key object, four times what the sum costs.
    this.#key = key === undefined || typeof key === 'string' ? key : createSecretKey(toUint8Array(key));
    this.#hash = this.#begin();
  }

  update(part: Uint8Array): void {
    this.#hash.update(part);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = this.#begin();
  }

  #begin(): Hash | Hmac {
    return this.#key === undefined ? createHash('sha256') : createHmac('sha256', this.#key);
  }
};
