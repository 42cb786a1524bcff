/** What AWS allows at the least and at the most. */

/** The longest a function may run. https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html */
export const functionSecondsMax = 900;

/** Batches of an event source at once. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
export const eventSourceConcurrency = { least: 2, most: 1_000 };

/** How long SQS keeps a message. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export const queueRetentionDaysMax = 14;

/** Functions of an account and region at once, unless raised; a new account may have less. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const concurrentExecutionsDefault = 1_000;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const templateLimits = {
  resources: 500,
  /** What is made, changed or deleted at once, nested stacks together. */
  resourcesOfOperation: 2_500,
};

/** https://docs.aws.amazon.com/general/latest/gr/sns.html */
export const topicLimits = {
  /** Unless raised. */
  filterPolicies: 200,
  /** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
  filterValues: 150,
};
