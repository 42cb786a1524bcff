/**
 * Whether a key is the name of a field, the same in every response, and not a datum: an id, an email address, a label
 * in somebody's language. Only names become part of a path, and paths are logged and committed. Names are spelled in many
 * ways: `2fa`, `acme:orders`, `@type`, `First Name`. Of several words each has to be one of those that fields are called by:
 * `Joe Bloggs` has two words as well.
 */
export function isFieldName(key: string): boolean {
  if (manyDigits.test(key) || hexadecimal.test(key) || prefixedId.test(key)) return false;
  return usual.test(key) || named.test(key) || isLabel(key);
}

/** As nearly all are written: the others are tried where this fails, because every key of a sampled answer comes here. */
const usual = /^[A-Za-z_$][A-Za-z0-9_$-]{0,63}$/;
/**
 * As names are written in code, `first_name`, `$ref`, `is-new`, `2fa`; with a namespace or a sign of their format in front,
 * `acme:orders`, `@type`, `#text`; in the lower case of any alphabet, `número`. Longer ones than 64 characters are hardly
 * written.
 */
const named =
  /^(?=.{1,64}$)[@#]?(?:[A-Za-z_$]|\d{1,2}[A-Za-z_])[A-Za-z0-9_$-]*(?::[A-Za-z_$][A-Za-z0-9_$-]*)*$|^[\p{Ll}_][\p{Ll}\d_-]{0,63}$/u;
/** Names have a few digits: `line2`, `sha256`, a version's year and month. Ids have more. */
const manyDigits = /(?:\d\D*){6}/;
/** Half an MD5 and more. No word has sixteen letters of the first six. The second: a UUID. */
const hexadecimal = /[0-9a-f]{16}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-/i;
/** `cus_NffrFeUfNV2Hib`: random letters of both cases and a digit. */
const prefixedId = /_(?=[A-Za-z]*\d)(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])[A-Za-z0-9]{14,}$/;

function isLabel(key: string): boolean {
  if (key.length > 64 || !/^[A-Za-z0-9 /()#&-]+$/.test(key) || !key.includes(' ')) return false;
  const words = key
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  return words.length > 0 && words.every((word) => labelWords.has(word) || /^\d{1,2}$/.test(word));
}

/** What columns are called by in the tools whose fields people name: none of them is anybody's name. */
const labelWords: ReadonlySet<string> = new Set(
  (
    'a account active address age agent amount and area as assigned at attachments available balance billing birth ' +
    'birthday budget by campaign category cell channel city client close closed code comment comments company contact ' +
    'contacts contract cost count country county created currency current customer customers date day days deal default ' +
    'delivery department description discount display due duration e email end event external family fax field file first ' +
    'for from full given group height home hours id image in invoice is item items job key kind label language last lead ' +
    'length level line link list location mail manager message method middle mobile modified month name net new next note ' +
    'notes number of office on open order orders other owner paid parent party payment percent person phone photo pipeline ' +
    'position postal price primary priority product products project quantity rate rating reason reference region ' +
    'remaining request sales score second segment sent service shipping size source stage start started state status ' +
    'street subject subscription sum tag tags task tax team telephone text ticket time title to total type unit units until ' +
    'updated url user value vat vendor version website week weight width with work year zip zone'
  ).split(' '),
);
