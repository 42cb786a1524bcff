/** Longest address that SMTP carries: https://www.rfc-editor.org/errata/eid1690 */
const bytesMax = 254;
/** RFC 5321 §4.5.3.1.1 */
const localBytesMax = 64;

/** Every ASCII character that an atom may hold, and what is not ASCII: RFC 5322 §3.2.3, RFC 6531 §3.3. */
const atom = String.raw`(?:[\w!#$%&'*+/=?^${'`'}{|}~\-]|[^\p{ASCII}\p{C}\p{Z}]|[\u200c\u200d])+`;
/** RFC 5322 §3.2.4 */
const quoted = String.raw`"(?:[^\p{C}"\\]|\\[ -~])*"`;
/** Letters and digits of every script, and what may stand between them: RFC 5890 §2.3.2, RFC 5892 appendix A. */
const label = String.raw`[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}\-\u00b7\u0375\u05f3\u05f4\u200c\u200d\u30fb]*[\p{L}\p{M}\p{N}])?`;

const address = new RegExp(String.raw`^(${atom}(?:\.${atom})*|${quoted})@(?:${label}\.)+${label}$`, 'u');

/**
 * Whether `text` is an address by RFC 5321 and 5322, internationalised by RFC 6531, with a domain of two labels at least.
 * No comments, and no address of a machine in brackets: no customer has one.
 */
export function isEmailAddress(text: string): boolean {
  if (text.length > bytesMax || bytesOf(text) > bytesMax) return false;
  const local = address.exec(text)?.[1];
  return local !== undefined && bytesOf(local) <= localBytesMax;
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length;
