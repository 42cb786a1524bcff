/**
 * Stands in for a part of `@smithy/signature-v4` in the Lambda bundles (lib/build/bundle.ts): it writes the headers of event
 * streams, of which a function has none, and is a fifth of what signs a request.
 */
export class HeaderFormatter {
  format(): never {
    throw new RangeError('the bundle signs requests, and no messages of event streams');
  }
}
