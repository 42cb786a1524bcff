/** One way in which an OpenAPI document and what a third party did are not the same. */

/** In the order in which they are told. */
export const documentFindingKinds = [
  /** The document does not know the path, or not with this method. */
  'path-undocumented',
  /** With `isLie` false: known by `default` alone. */
  'status-undocumented',
  'content-type-undocumented',
  'header-undocumented',
  /** Required by the document, and absent. */
  'field-missing',
  'type-contradicted',
  'null-undocumented',
  /** Not one of the values that the document lists, or outside of what it allows. */
  'value-contradicted',
  'field-undocumented',
  /** A request of ours, not broken on purpose, that the document would refuse. A lie when it was taken all the same. */
  'request-refused',
  'status-never-seen',
  'header-never-seen',
  'field-never-seen',
] as const;

export type DocumentFindingKind = (typeof documentFindingKinds)[number];

/** Places, types and words of the document; never a value that was sent or received. */
export interface DocumentFinding {
  /** Our names for the operation; several that share one request stand together. */
  readonly operation: string;
  /** Method and path as the document writes them, `PUT /contacts/{contact_id}`; ours where it does not know them. */
  readonly request: string;
  /** Left out where it is about no status, or about several of them. */
  readonly statusCode?: number;
  readonly kind: DocumentFindingKind;
  /** Path of a field, name of a header or a parameter; '' where it is about the whole. */
  readonly place: string;
  /** By the document. */
  readonly said?: string;
  readonly seen?: string;
  /** The document is wrong or silent. `false`: it promises more than was seen. */
  readonly isLie: boolean;
}
