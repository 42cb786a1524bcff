/** Names that queues, functions, secrets and the items of the ledger are called by, and so what roles are granted. */

/** Nothing in it divides a key, a path or an ARN, and nothing is a pattern of IAM. */
const words = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** 64 characters of a Lambda function name, less `interlock-staging-`; SQS would allow 80, with `-dead-letters`: 49. */
const nameLengthMax = 46;

/**
 * What is the system's own: the ledger's items that are no delivery's begin with `destination#`, and these queues, functions
 * and topics stand beside those of the integrations; with these endings, also another integration's.
 */
const taken =
  /^(alerts|contract-watch|destination|entity|events|ledger|link|supervisor|unrouted)$|-(dead-letters|undelivered)$/;

/**
 * Throws `TypeError` on a name under which a role would reach what is another's, or that AWS would refuse: Lambda allows 64
 * characters for `interlock-staging-<name>`, so 46 remain.
 */
export function refuseName(kind: 'integration' | 'destination', name: string): void {
  const why =
    !words.test(name) || name.length > nameLengthMax
      ? `use lower-case words joined by "-", at most ${nameLengthMax} characters`
      : kind === 'integration' && taken.test(name)
        ? "it is another's, and its grants would reach what is not its own"
        : undefined;
  if (why !== undefined) throw new TypeError(`${kind} name "${name}": ${why}`);
}
