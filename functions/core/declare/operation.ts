import type { Destination } from './destination.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';

/** How an operation may be repeated when nobody knows whether it happened. docs/decisions/what-is-promised.md */
export type Repeat<Input> =
  | {
      /** The third party remembers `header` for `windowMs` and answers a repetition from memory. */
      readonly by: 'key';
      readonly header: string;
      readonly windowMs: number;
    }
  | { readonly by: 'upsert' }
  | {
      /** Asks whether it happened: a 404 in the application's own words says no, what it finds is for `followUp`. */
      readonly by: 'lookup';
      readonly request: (input: Input) => HttpRequest;
    }
  | { readonly by: 'never' };

/** One call to a destination: a pure value from input to request. */
export interface Operation<Input = never> {
  readonly name: string;
  readonly destination: Destination;
  readonly request: (input: Input) => HttpRequest;
  readonly repeat: Repeat<Input>;
  /**
   * The request that a response leads to, instead of an end: a lookup that found the thing, or a refusal that names
   * it (a 409), leads to the update of that thing. Asked after a lookup that succeeded and a request that was refused.
   * `undefined`: the response is judged as it stands. The request must be repeatable without harm (an update by id).
   */
  readonly followUp?: (input: Input, response: HttpResponse) => HttpRequest | undefined;
  /** The third party's id of what was made, for the ledger and the log. */
  readonly receipt: (response: HttpResponse) => string | undefined;
}

/** Declares an operation. */
export function defineOperation<Input>(operation: Operation<Input>): Operation<Input> {
  return operation;
}
