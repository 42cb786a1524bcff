/** One way in which a third party does not keep the contract that was recorded. */

export type DifferenceKind =
  /** The operation was never recorded. */
  | 'operation-new'
  | 'status-new'
  | 'redirected'
  | 'empty-body'
  /** A web page, or text, where JSON was. */
  | 'not-json'
  /** A success with an error in its body. */
  | 'error-in-success'
  | 'content-type-changed'
  | 'content-type-gone'
  | 'charset-changed'
  /** Compressed although the request said not to. */
  | 'compressed'
  | 'field-gone'
  | 'field-new'
  /** Was always there, and is missing at times now. */
  | 'field-optional'
  | 'field-retyped'
  | 'field-null'
  | 'format-changed'
  | 'name-new'
  /** Of an error: a name that was known is never seen again, and another one is. */
  | 'name-replaced'
  | 'header-gone'
  | 'header-new'
  | 'limit-lowered'
  | 'limit-raised'
  /** The number counts something else now: seconds since 1970 where it was seconds from now. */
  | 'limit-meaning'
  /** The token of the next page is not where it was, or leads nowhere (`is`: `same-page`, `refused`). */
  | 'paging-moved'
  /** The answers name another API version than the one that was asked for, or than they named. */
  | 'version-answered'
  /** A check that the lock does not have. */
  | 'check-new'
  /** A check came to what it never came to: a second thing was made, a wrong key is taken. */
  | 'check-changed';

export interface Difference {
  /** Name of the operation in the lock. */
  readonly operation: string;
  readonly statusCode: number;
  readonly kind: DifferenceKind;
  /** Code that relied on the contract may break. The others only add to it. */
  readonly breaking: boolean;
  /** Path of a field, name of a header or of a check; '' where it is about the response as a whole. */
  readonly place: string;
  /** Types, formats, names: never values. */
  readonly was?: string;
  readonly is?: string;
}
