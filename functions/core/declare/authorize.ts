/** A request that is signed once its bytes exist. Pure: clock and chance are passed in. */

/** A request as it will go out, but for what `authorize` adds. */
export interface AddressedRequest {
  readonly method: string;
  readonly url: URL;
  /** By name in lower case; `host` and `content-length` are set by HTTP itself. */
  readonly headers: Readonly<Record<string, string>>;
  /** The exact text whose UTF-8 is sent; '' for none. */
  readonly body: string;
}

export interface AuthorizeContext<Secret> {
  readonly credentials: Secret;
  /** Of a destination that declares `token`; '' of any other. */
  readonly token: string;
  /** Epoch milliseconds. */
  readonly nowMs: number;
  /** Even in [0, 1): what a nonce is made of. */
  readonly random: () => number;
}

/** What goes with the request of this attempt only. None of it is part of what is kept for a repetition. */
export interface Authorization {
  /** Beside those that there are, or in their place. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Parameters behind those that there are. */
  readonly query?: Readonly<Record<string, string>>;
  /** Instead of the body: with a token put into it. */
  readonly body?: string;
}

/**
 * Called for each attempt, right before it is sent. What it throws means credentials that nothing can be signed with (a key
 * that is none): the destination is parked, and no event is to blame.
 */
export type Authorize<Secret> = (
  request: AddressedRequest,
  context: AuthorizeContext<Secret>,
) => Authorization;
