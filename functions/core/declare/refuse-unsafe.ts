import type { HttpResponse } from './http-message.ts';

/** Of an operation what is looked at, as it may come past its types. */
interface Declared {
  readonly name: string;
  readonly repeat: { readonly by: string; readonly maxLength?: number | undefined };
  readonly followUp?: unknown;
  readonly receipt: (response: HttpResponse) => unknown;
  readonly accepts?: readonly number[];
}

/** Throws `TypeError` on a declaration under which something could be done twice, or be called done that was not. */
export function refuseUnsafe({ name, repeat, followUp, receipt, accepts }: Declared): void {
  const refuse = (why: string) => {
    throw new TypeError(`operation "${name}": ${why}`);
  };
  if (repeat.by === 'never' && followUp !== undefined)
    refuse('repeats by "never" and has a followUp; if a refusal names what to update, repeat by "upsert"');
  if (repeat.maxLength !== undefined && repeat.maxLength < keyLengthMin)
    refuse(`keys of ${repeat.maxLength} characters may meet; ${keyLengthMin} is the least`);
  const odd = accepts?.find((status) => status < 200 || status > 299 || status === 207);
  if (odd !== undefined) refuse(`accepts ${odd}; only a 2xx other than 207 says yes to one request`);
  if (isMadeUp(receipt)) refuse("has a receipt of no answer; read it, or say receipt: 'none' and accepts");
}

/** 128 bits in hex. */
const keyLengthMin = 32;

/** Whether a receipt is "read" where there is nothing to read: then it tells of nothing that happened. */
export const isMadeUp = (receipt: Declared['receipt']): boolean =>
  [200, 201, 202, 204].some((statusCode) => {
    try {
      return receipt({ statusCode, headers: {}, body: '', bodyTruncated: false }) !== undefined;
    } catch {
      return false;
    }
  });
