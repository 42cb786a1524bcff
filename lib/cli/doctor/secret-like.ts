/** Which texts in code look like keys. Says what it looks like, and never quotes it. */
import { weakness } from '../weak-secret.ts';

/** Third parties begin their keys with what their own scanners look for; a key of a test account is a key. */
const marks: readonly (readonly [kind: string, mark: RegExp])[] = [
  ['a private key in PEM', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/],
  // https://docs.stripe.com/keys, https://docs.stripe.com/webhooks
  ['a key of Stripe', /\b(?:[sr]k_(?:live|test)_|whsec_)[A-Za-z0-9]{8,}/],
  // https://github.blog/engineering/behind-githubs-new-authentication-token-formats/
  ['a token of GitHub', /\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{16,})/],
  // https://docs.slack.dev/authentication/tokens
  ['a token of Slack', /\bxox[a-z]-[A-Za-z0-9-]{8,}/],
  ['an address of a Slack webhook', /hooks\.slack\.com\/services\/T/],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  ['an access key of AWS', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  // https://docs.cloud.google.com/docs/authentication/api-keys
  ['a key of Google', /\bAIza[\w-]{30,}/],
  ['a token of GitLab', /\bglpat-[\w-]{16,}/],
  ['a key of SendGrid', /\bSG\.[\w-]{16,}\.[\w-]{16,}/],
  ['a token of Shopify', /\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{16,}/],
  ['a token of HubSpot', /\bpat-[a-z]{2}\d-[0-9a-f-]{16,}/],
  ['a token of npm', /\bnpm_[A-Za-z0-9]{30,}/],
  // https://www.rfc-editor.org/rfc/rfc7519: two JSON objects in Base64 that begin with {"
  ['a signed token (JWT)', /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/],
  ['an authorization header', /^(?:Bearer|Basic) [\w+/.~-]{16,}=*$/],
  ['an address with a password', /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/:@]+@/],
];

/** What a constant or a property is called that holds a key. */
const secretName =
  /(?:^|_|[a-z])(?:passwords?|passwd|passphrase|secret|api_?key|private_?key|access_?key|client_?secret|(?:access|refresh|auth|bearer)_?token)$/i;

/** Letters and digits mixed, with nothing of a sentence, a path or a name of our own. */
const keyLike = /^[A-Za-z0-9+/_-]{20,}={0,2}$/;
/** Drawn by lot, 20 characters have 3.7 bits each and more; names and words of this length stay below. */
const bitsMin = 3.7;
/** Of a hex digit there are 4 at most, and 32 drawn by lot have 3.3 and more. */
const hexBitsMin = 3.2;

/** Whose key a text is, by how it begins: `a key of Stripe`; `undefined`: nobody's that is known. */
export const markOf = (text: string): string | undefined => marks.find(([, mark]) => mark.test(text))?.[0];

/** What a text looks like that nobody writes by himself; `undefined`: nothing of the kind. `name`: what it is given to. */
export function drawnLike(text: string, name: string | undefined): string | undefined {
  if (!/^\S+$/.test(text)) return undefined;
  if (name !== undefined && secretName.test(name) && looksDrawn(text)) return `the value of "${name}"`;
  if (/^[0-9a-f]{32,}$/i.test(text))
    return bitsOf(text.toLowerCase()) >= hexBitsMin ? 'a key in hex' : undefined;
  if (!keyLike.test(text) || wordsOnly(text) || isAlphabet(text)) return undefined;
  const isMixed = [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(text));
  return isMixed && bitsOf(text) >= bitsMin ? 'a text drawn by lot, as keys are' : undefined;
}

/** What `secret set` would take, and no name of a field or a path. */
const looksDrawn = (text: string): boolean =>
  weakness(text) === undefined && /\d/.test(text) && /[A-Za-z]/.test(text) && !/[{}<>()$[\]/ ]/.test(text);

/** What keys are drawn from: mostly one character after the other. */
function isAlphabet(text: string): boolean {
  const follows = [...text].filter((one, at) => one.charCodeAt(0) + 1 === text.charCodeAt(at + 1)).length;
  return follows * 2 >= text.length;
}

/** `customer-created-to-billing2`, `AwsSolutions-SMG4`: words, and numbers beside them. */
const wordsOnly = (text: string): boolean =>
  text
    .split(/[-_/+.]|(?<=[a-z])(?=[A-Z])/)
    .every((word) => /^(?:[A-Za-z]?[a-z]+\d{0,4}|[A-Z]+\d{0,4}|\d{0,4})$/.test(word));

/** Shannon's, of each character. */
function bitsOf(text: string): number {
  const counts = Map.groupBy(text, (character) => character);
  return -[...counts.values()]
    .map(({ length }) => length / text.length)
    .reduce((sum, share) => sum + share * Math.log2(share), 0);
}
