/** Words that stand in an alert and are not ours: a third party's, an operator's, whatever somebody wrote into the ledger. */

/** An alert is a mail, perhaps a text message: of a report only its beginning. */
const charactersMax = 1_000;

/**
 * The text as a quotation that nobody takes for the alert's own words: in quotation marks, on one line, and with nothing in
 * it that a mail or a chat program makes a link, a mention or a format of.
 */
export function quoted(text: string): string {
  const line = text
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .replace(/["“”„]/gu, "'")
    .replace(/[<>]/g, (bracket) => (bracket === '<' ? '‹' : '›'))
    .replace(/[*_~`]/g, (mark) => (mark === '_' ? mark : "'"))
    .replaceAll('://', '[:]//')
    .replaceAll('@', '[at]')
    // The dot of a host name; that of a number and of a sentence's end stay.
    .replace(/(?<=[\p{L}\p{N}-])\.(?=\p{L})/gu, '[.]');
  const cut = [...line].length > charactersMax ? `${[...line].slice(0, charactersMax).join('')} …` : line;
  return `"${cut}"`;
}
