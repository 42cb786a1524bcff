/**
 * What takes how long where counts are made, milliseconds: assumptions, for nothing here is a network. They decide how
 * long an invocation lasts and so what Lambda bills; no call and no byte depends on them.
 */
export const assumedLatencyMs = {
  /**
   * The usual answer to a write. None of the three publishes one; capacity and timeouts are made for a slow one of a
   * second, which costs 0.47 dollars a million more in batches of ten (docs/cost.md).
   */
  thirdParty: 300,
  /** "Single-digit milliseconds", with the way there: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Introduction.html */
  dynamodb: 5,
  /** SQS and Secrets Manager say nothing; tens of milliseconds are usual. */
  otherAws: 20,
} as const;
