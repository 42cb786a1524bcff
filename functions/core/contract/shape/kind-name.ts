/**
 * Whether a string under this key names a kind of thing, from a list that the third party has written down: `"type":
 * "contact"`. Those names are the only values that are ever kept, because code branches on them.
 * @param amongErrors whether the key stands within an error
 */
export function isKindName(key: string, text: string, amongErrors: boolean): boolean {
  // Slack and OAuth name the error under `error` itself, where others write a sentence, or a word of it.
  if (key === 'error') return joinedWords.test(text);
  if (!(kindKeys.has(key) || (amongErrors && errorKeys.has(key)))) return false;
  return constant.test(text) && !manyDigits.test(text) && !uuid.test(text);
}

/**
 * Keys under which third parties name kinds. Left out on purpose, because a person's own words or data stand there as
 * well: `state` and `country` (an address), `title`, `gender`, `source`, `event`, `tag`, `name`, `plan`, `language`.
 * `role` stays: it distinguishes Intercom's users from its leads.
 */
const kindKeys: ReadonlySet<string> = new Set([
  'category',
  'errorType',
  'error_type',
  'kind',
  'object',
  'policyName',
  'role',
  'status',
  'subCategory',
  'type',
]);

/** Within an error only: elsewhere a `code` may be one that opens a door, and a `reason` a person's own words. */
const errorKeys: ReadonlySet<string> = new Set(['code', 'decline_code', 'errorCode', 'error_code', 'reason']);

/** Keys of objects, or of lists of objects, that describe an error. */
export const isErrorKey = (key: string): boolean =>
  key === 'error' || key === 'errors' || key === 'fault' || key === 'warnings';

/** As constants are written, `error.list`, `MISSING_SCOPES`: no space, no @, no sign of a phone number. */
const constant = /^[A-Za-z][A-Za-z0-9_.:-]{0,39}$/;
/** `invalid_auth`, `NOT_FOUND` */
const joinedWords = /^(?=.{1,40}$)(?:[a-z]+(?:_[a-z]+)+|[A-Z]+(?:_[A-Z]+)+)$/;
/** `oauth2` and `sha256` are names, `cus4711` is somebody. */
const manyDigits = /(?:\d\D*){4}/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-/i;
