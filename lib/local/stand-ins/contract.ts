/** What a third party's contract is to the server that plays it: plain requests in, plain answers out. */
import type { RateLimit } from '../../../functions/core/declare/destination.ts';
import type { RequestJournal } from './request-journal.ts';

/** A request, read to its end. Header names are in lower case. */
export interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Of the exact bytes of the body: what an identical repetition shares. */
  readonly sha256: string;
  /** Length of the body as it was read. */
  readonly bytes: number;
  readonly atMs: number;
}

export interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes where they are not the UTF-8 of a text: compressed, for one. */
  readonly body: string | Buffer;
}

/** What a contract may know of its surroundings. */
export interface StandInContext {
  readonly journal: RequestJournal;
  /** What it takes at this moment: somebody may rotate it. */
  readonly apiKey: () => string;
  readonly now: () => number;
  /** From 0 up to but not including 1. */
  readonly random: () => number;
}

/** What the limit's window holds, for the headers that tell of it. */
export interface LimitState extends RateLimit {
  readonly remaining: number;
  readonly resetAtMs: number;
}

/** A third party as it behaves from one start on; what it remembers is its own. */
export interface ThirdParty {
  /** Applies the request's effect, if it has one, and answers. */
  readonly answer: (request: Arrived) => Answer;
  /**
   * Where it gives tokens (tokens.ts), if it does. Whoever asks there is judged there: no key, no limit of the API, no
   * arranged trouble that does not name this path. An authorization server that has an address of its own is here as well, since a secret's `baseUrl` takes its requests, too.
   */
  readonly tokenEndpoint?: {
    /** `/oauth/token` */
    readonly path: string;
    readonly answer: (request: Arrived) => Answer;
  };
  /** Whether the request carries a token that it gave and that works. @default - as the contract's */
  readonly isAuthorized?: (request: Arrived) => boolean;
  readonly unauthorized: (request: Arrived) => Answer;
  readonly rateLimited: (limit: RateLimit, request: Arrived) => Answer;
  /** More requests at once than the contract allows. @default - as `rateLimited` */
  readonly tooManyAtOnce?: (request: Arrived) => Answer;
  readonly failed: (request: Arrived) => Answer;
  readonly tooLarge: (request: Arrived) => Answer;
  /** Every id by which the request names its subject: what a fault's `externalId` is compared with. */
  readonly externalIds: (request: Arrived) => readonly string[];
  /** Puts something there as if it had always been; returns its id. */
  readonly seed: (fields: Seed) => string;
  /** Headers that say what is left of the limit. */
  readonly limitHeaders?: (limit: LimitState) => Readonly<Record<string, string>>;
  /** Keeps a failure as the answer to every repetition of this request. */
  readonly rememberFailure?: (request: Arrived, answer: Answer) => void;
  /** The request is being worked on until the returned function is called. */
  readonly hold?: (request: Arrived) => () => void;
}

export interface Seed {
  readonly externalId: string;
  readonly email: string;
}

export interface Contract<Name extends string = string> {
  /** Of the destination that it plays. */
  readonly name: Name;
  /** What the account is allowed unless it is told otherwise. */
  readonly limit: RateLimit;
  /** Requests under way at most, by the wire: those that hang count, too. @default - any number */
  readonly concurrentRequests?: number;
  /** A key that looks like the real ones: of a secret with several values the one that is rotated. */
  readonly newApiKey: (random: () => number) => string;
  /** The whole secret of whoever has that key, but for its `baseUrl`. @default - `{ apiKey }` */
  readonly secretOf?: (apiKey: string) => Readonly<Record<string, unknown>>;
  /**
   * Whether headers, named in lower case, the path with its query or anything else of the request carry the key. Where tokens
   * are given, the opened third party knows them (`ThirdParty.isAuthorized`).
   * @default - as `Authorization: Bearer`
   */
  readonly isAuthorized?: (
    headers: Readonly<Record<string, string>>,
    apiKey: string,
    path: string,
    request: Arrived,
  ) => boolean;
  readonly open: (context: StandInContext) => ThirdParty;
}

/** A JSON answer. */
export function json(
  statusCode: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    statusCode,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

/** Whether the request says that its body is JSON. */
export const isJson = ({ headers }: Arrived): boolean =>
  /^application\/json\b/i.test(headers['content-type'] ?? '');
