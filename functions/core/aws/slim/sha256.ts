import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { toUint8Array } from '@smithy/core/serde';
import type { HashConstructor } from '@smithy/types';

/** What signatures are made with. The SDK's own brings an implementation in JavaScript along, and zlib for another sum. */
export const Sha256: HashConstructor = class {
  readonly #key: Uint8Array | undefined;
  #hash: Hash | Hmac;

  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    this.#key = key === undefined ? undefined : toUint8Array(key);
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
