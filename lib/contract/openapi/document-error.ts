/** The document is none that a comparison can be made with. The message says what was expected, what was got, what to do. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
}
