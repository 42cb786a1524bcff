/**
 * What takes how long where counts are made, milliseconds: assumptions, for nothing here is a network. They decide how
 * long an invocation lasts and so what Lambda bills; no call and no byte depends on them.
 */
export const assumedLatencyMs = {
  /** An ordinary answer. Stripe, HubSpot and Intercom publish none; writes there are said to take a third of a second to one. */
  thirdParty: 300,
  /** "Single-digit milliseconds", with the way there: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Introduction.html */
  dynamodb: 5,
  /** SQS and Secrets Manager say nothing; tens of milliseconds are usual. */
  otherAws: 20,
} as const;
