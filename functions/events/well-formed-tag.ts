// Longer ones are reserved: none is registered.
const language = '[a-z]{2,3}(?:-[a-z]{3}){0,3}';
const script = '(?:-[a-z]{4})?';
const region = String.raw`(?:-(?:[a-z]{2}|\d{3}))?`;
const variants = String.raw`(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*`;
const extensions = String.raw`(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*`;
const privateUse = String.raw`x(?:-[a-z\d]{1,8})+`;
/** Registered before there were rules, and outside of them. */
const irregular =
  'en-GB-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)|sgn-(?:BE-FR|BE-NL|CH-DE)';

/** Language tags of BCP 47, in letters of either case: https://www.rfc-editor.org/rfc/rfc5646#section-2.1 */
export const wellFormedTag = new RegExp(
  `^(?:${language}${script}${region}${variants}${extensions}(?:-${privateUse})?|${privateUse}|${irregular})$`,
  'i',
);
