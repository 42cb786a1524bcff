/**
 * Whether a key is the name of a field, the same in every response, and not a datum: an id, an email address, a label
 * in somebody's language. Only names become part of a path, and paths are logged and committed.
 */
export function isFieldName(key: string): boolean {
  return named.test(key) && !manyDigits.test(key) && !hexadecimal.test(key) && !prefixedId.test(key);
}

/** As names are written in code, `first_name`, `$ref`, `is-new`. Longer ones than 64 characters are hardly written. */
const named = /^[A-Za-z_$][A-Za-z0-9_$-]{0,63}$/;
/** Names have a few digits: `line2`, `sha256`, a version's year and month. Ids have more. */
const manyDigits = /(?:\d\D*){6}/;
/** Half an MD5 and more. No word has sixteen letters of the first six. The second: a UUID. */
const hexadecimal = /[0-9a-f]{16}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-/i;
/** `cus_NffrFeUfNV2Hib`: random letters of both cases and a digit. */
const prefixedId = /_(?=[A-Za-z]*\d)(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])[A-Za-z0-9]{14,}$/;
