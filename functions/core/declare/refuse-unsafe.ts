import type { Operation } from './operation.ts';

/** Throws `TypeError` on a declaration under which something could be done twice, or be called done that was not. */
export function refuseUnsafe({ name, repeat, followUp, receipt, accepts }: Operation<never>): void {
  const refuse = (why: string) => {
    throw new TypeError(`operation "${name}": ${why}`);
  };
  if (repeat.by === 'never' && followUp !== undefined) {
    refuse(
      'it has a followUp, and repeats by "never": nobody could tell whether the step before it was carried out; ' +
        'where a refusal names the thing to update, a repetition does no harm: repeat by "upsert"',
    );
  }
  const odd = accepts?.find((status: number) => status < 200 || status > 299 || status === 207);
  if (odd !== undefined) refuse(`it accepts ${odd}: only a 2xx other than 207 says yes to one request`);
  if (isMadeUp(receipt)) {
    refuse(
      "its receipt names an id that stands in no answer: read the id, or say receipt: 'none' and which statuses it accepts",
    );
  }
}

/** Whether a receipt is "read" where there is nothing to read: then it tells of nothing that happened. */
export function isMadeUp(receipt: Operation<never>['receipt']): boolean {
  return [200, 201, 202, 204].some((statusCode) => {
    try {
      return receipt({ statusCode, headers: {}, body: '', bodyTruncated: false }) !== undefined;
    } catch {
      return false;
    }
  });
}
