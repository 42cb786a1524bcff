declare const brand: unique symbol;

/**
 * A text that may leave: secrets and personal values in it are replaced. Only this room makes one, so that what a third
 * party said does not compile where a line, a dead letter or the ledger is made of it.
 */
export type Redacted = string & { readonly [brand]: 'Redacted' };

/**
 * For our own words, and for messages of core/errors.ts, which quote no values. Never for what an event or a third party
 * says.
 */
export const ownWords = (text: string): Redacted => text as Redacted;

/** Cut after redaction, so that no secret is cut in two and missed. No half of a character: SQS and JSON take none. */
export const cutTo = (text: Redacted, charactersMax: number): Redacted =>
  text.slice(0, charactersMax).toWellFormed() as Redacted;

/** What was said, with something of ours behind it. */
export const withOwnWords = (said: Redacted, text: string): Redacted => `${said}${text}` as Redacted;
