/** What a response looks like, without its values. */
import type { Shape } from '../shape/shape.ts';

/** What the body is, whatever its headers say. `unread`: cut off, or longer than is parsed. */
export type BodyKind = 'empty' | 'html' | 'json' | 'text' | 'unread';

/**
 * What a limit header says. How much is allowed is a number (requests, or milliseconds of a window). When the limit is free
 * again is kept as the notation: some APIs count seconds from now, some from 1970, and a mix-up costs a day of waiting.
 */
export type LimitValue =
  | number
  | 'epoch-milliseconds'
  | 'epoch-seconds'
  | 'http-date'
  | 'iso-date'
  | 'seconds';

export interface Observation {
  readonly statusCode: number;
  readonly body: BodyKind;
  /** Media type in lower case, without parameters; `undefined`: the header is missing. */
  readonly contentType: string | undefined;
  /** In lower case, where it was said. */
  readonly charset: string | undefined;
  /** `content-encoding`, where there is one: nobody asked for it. */
  readonly encoding: string | undefined;
  /** Names of the response's headers that an integration reads or a person needs. Sorted. */
  readonly headers: readonly string[];
  /** By header, for headers whose value is a limit or a moment. */
  readonly limits: ReadonlyMap<string, LimitValue>;
  /** Of a JSON body. */
  readonly shape: Shape | undefined;
  /** A success with an error in its body. */
  readonly carriesError: boolean;
  /** A redirect leads to the same host, or to another. */
  readonly redirect: 'other-host' | 'same-host' | undefined;
}
