/**
 * Stands in for `@aws-lambda-powertools/jmespath` in the Lambda bundles (lib/build/bundle.ts). Powertools' idempotency searches
 * events for their keys by expressions; ours is told the key itself, and the language is a tenth of a bundle.
 */
export function search(expression: string): never {
  throw new RangeError(`"${expression}" cannot be searched for: the bundle has no JMESPath`);
}

/** The functions that an expression may call. */
export class PowertoolsFunctions {}
