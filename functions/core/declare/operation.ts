import type {
  AnyDestination,
  Destination,
  DestinationWith,
  Judgement,
  Meaning,
  Verdict,
} from './destination.ts';
import type { EncodedRequest, HttpRequest, HttpResponse } from './http-message.ts';
import { refuseUncounted } from './refuse-limits.ts';
import { refuseUnsafe } from './refuse-unsafe.ts';

/** What the answer to a lookup says of the request whose outcome nobody knows. */
export type LookupAnswer =
  /** It was carried out. */
  | {
      readonly says: 'yes';
      /** The third party's id of what was made, where the answer has it. */
      readonly receipt: string | undefined;
    }
  /** It was not: the request goes out. */
  | { readonly says: 'no' }
  /** Neither, or not yet: it is asked a few times more, then a person looks. */
  | { readonly says: 'cannot say' };

/**
 * What an operation is given beside its input: the settings of a destination that declares some. Of an operation whose
 * destination is anybody's nobody can make a request before its settings are known (in-environment.ts).
 */
export type Given<D extends AnyDestination> = AnyDestination extends D
  ? [given: never]
  : D extends DestinationWith<infer Settings>
    ? [given: { readonly settings: Settings }]
    : [];

export interface Lookup<Input, D extends AnyDestination = Destination> {
  /** Asks whether it happened. */
  readonly by: 'lookup';
  /** Must not change anything, whatever its method. */
  readonly request: (input: Input, ...given: Given<D>) => HttpRequest;
  /**
   * Reads the answer to `request`, with whatever status the application itself gave it: an empty list is a "no", a 410 that
   * names a successor may be a "yes". A search that lags behind what is written cannot say "no" by an empty list.
   * @default - a 404 says no, a success that `receipt` finds an id in says yes, all else cannot say
   */
  readonly answer?: (response: HttpResponse, input: Input) => LookupAnswer;
}

/** Where the key goes: into a header, or to where `keyInQuery`, `keyInBody` or a function of one's own puts it. */
export type KeyPlace =
  | { readonly header: string; readonly put?: undefined }
  | { readonly put: PutKey; readonly header?: undefined };

/** Pure; with the same key the same bytes. */
export type PutKey = (request: EncodedRequest, key: string) => EncodedRequest;

/** How an operation may be repeated when nobody knows whether it happened. docs/decisions/what-is-promised.md */
export type Repeat<Input, D extends AnyDestination = Destination> =
  | ({
      /** The third party remembers the key for `windowMs` and answers a repetition from memory. */
      readonly by: 'key';
      readonly windowMs: number;
      /**
       * The longest key that it takes, from 32 characters on. A longer one of ours, which has 76 and more, goes as a digest of
       * that length in hex.
       * @default - any
       */
      readonly maxLength?: number;
    } & KeyPlace)
  | { readonly by: 'upsert' }
  | Lookup<Input, D>
  | { readonly by: 'never' };

/** By which a third party may say yes. A 207 says it of each item by itself: the destination judges it. */
export type SuccessStatus = 200 | 201 | 202 | 203 | 204 | 205 | 206 | 208 | 226;

interface Call<Input, D extends AnyDestination> {
  readonly name: string;
  readonly destination: D;
  readonly request: (input: Input, ...given: Given<D>) => HttpRequest;
  /**
   * As `statuses`, `codes` and `judge` of the destination, for this operation only, and before them: a 404 is a success of a
   * delete. A status that it calls a success says yes without an id.
   */
  readonly statuses?: Readonly<Record<number, Verdict | Meaning>>;
  readonly codes?: Readonly<Record<string, Verdict | Meaning>>;
  readonly judge?: (response: HttpResponse) => Judgement | undefined;
  /** As `loggedFields` of a destination, of this operation only. */
  readonly loggedFields?: readonly string[];
  /**
   * Which one of what `resourceLimits` of the destination are about a request is for: a channel, a base. Pure. Kept as a
   * keyed digest of it. `undefined`: none of them.
   */
  readonly resource?: (input: Input, ...given: Given<D>) => string | undefined;
  /** The most that a request costs, in points of the destination's `costLimit`. */
  readonly cost?: number;
  /**
   * What it computes of the input and puts into a request: a digest of an address in a path, for one. Known as personal
   * then, as what a mapping derives is; whatever has a coercion in the mapping is known without this.
   * @default - nothing
   */
  readonly derives?: (input: Input, ...given: Given<D>) => readonly string[];
}

interface Receipted {
  /** The third party's id of what was made, for the ledger and the log. It is read, never made up. */
  readonly receipt: (response: HttpResponse) => string | undefined;
  /**
   * Statuses by which the third party says yes without an id: 204, a 202 for what it will do.
   * @default - none: a yes without an id is an answer that cannot be read, and nobody knows what happened
   */
  readonly accepts?: readonly [SuccessStatus, ...SuccessStatus[]];
}

/** It gives no id, so that only its status says yes. */
interface Unreceipted extends Required<Pick<Receipted, 'accepts'>> {
  readonly receipt: 'none';
}

type Never = Extract<Repeat<never>, { by: 'never' }>;

/** Nothing may follow: whether the step before it was carried out nobody could tell. */
interface Once {
  readonly repeat: Never;
  readonly followUp?: never;
}

interface Repeated<Input, By, D extends AnyDestination> {
  readonly repeat: By;
  /**
   * The request that a response leads to, instead of an end: a lookup that found the thing, or a refusal that names
   * it (a 409), leads to the update of that thing. Asked after a lookup that said yes and a request that was refused.
   * `undefined`: the response is judged as it stands. The request must be repeatable without harm (an update by id).
   */
  readonly followUp?: (input: Input, response: HttpResponse, ...given: Given<D>) => HttpRequest | undefined;
}

type Answered<Input, D extends AnyDestination> = Lookup<Input, D> & Required<Pick<Lookup<Input>, 'answer'>>;

/**
 * One call to a destination: a pure value from input to request. What repeats by `never` has no `followUp`: where a
 * refusal names the thing to update, a repetition does no harm, and it is an `upsert`.
 */
export type Operation<Input = never, D extends AnyDestination = Destination> = Call<Input, D> &
  Receipted &
  (Once | Repeated<Input, Exclude<Repeat<Input, D>, Never>, D>);

/** As it is declared. A lookup of what gives no id says itself what its answer means: nothing else could tell a yes. */
export type OperationDeclaration<Input, D extends AnyDestination = Destination> =
  | Operation<Input, D>
  | (Call<Input, D> &
      Unreceipted &
      (Once | Repeated<Input, Exclude<Repeat<Input, D>, Never | Lookup<Input, D>> | Answered<Input, D>, D>));

/**
 * Declares an operation: `defineOperation<Input>({ … })`, or `defineOperation<Input, typeof destination>({ … })` of a
 * destination with settings. Throws `TypeError` on one that got round its types: `refuseUnsafe` says which.
 */
export function defineOperation<Input, D extends AnyDestination = Destination>(
  declaration: OperationDeclaration<Input, D>,
): Operation<Input, D> {
  const operation: Operation<Input, D> =
    declaration.receipt === 'none'
      ? ({ ...declaration, receipt: () => undefined } as Operation<Input, D>)
      : declaration;
  refuseUnsafe(operation);
  // Of one with settings it is known when they are.
  if (!('settle' in operation.destination))
    refuseUncounted({ ...operation, destination: operation.destination });
  return operation;
}
