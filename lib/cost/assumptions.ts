/** What is not counted, and decides what is billed all the same. */
export const assumptions = {
  /**
   * CPU of a delivery, of a whole core: the line it has to stay below (`npm run bench`). A function of 1,769 MB has one,
   * a smaller one its share: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
   */
  cpuMs: 1.5,
  memoryMbOfOneCore: 1_769,
  /** What a log is compressed to, in the examples of https://aws.amazon.com/cloudwatch/pricing/ */
  logCompression: 0.15,
  /** Beside each line. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
  logLineOverheadBytes: 26,
  /** Beside each item. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
  itemOverheadBytes: 100,
  /**
   * Of a unit of write capacity that is paid for: what auto scaling aims at (lib/stack/ledger-table.ts), where traffic is as
   * even as that. It goes up in minutes and down in quarters of an hour, never below its least: with nights and weekends
   * in it, 0.4 is more likely.
   */
  capacityUsed: 0.7,
  /**
   * CloudWatch alarms by which auto scaling watches the writes: consumed and provisioned units, each too many or too few.
   * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html
   */
  scalingAlarms: 4,
  /** As long as the ledger remembers a delivery. */
  rememberedDays: 28,
  daysOfMonth: 30,
  /**
   * An event source whose concurrency is bounded polls an empty queue with five pollers, 20 s each.
   * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
   */
  idlePollsPerMinute: 15,
  /** A sandbox that is in use reads its secret anew after five minutes (core/aws/credentials.ts). */
  secretReadsPerHour: 12,
  /**
   * One look of the supervisor at a destination that stands still (functions/supervisor): it claims the look, reserves the
   * probe's permit, keeps what came of it and moves the circuit on; its message is sent, received and deleted; the probe is
   * an ordinary request.
   */
  look: { writes: 4, reads: 3, queueRequests: 3, seconds: 1, memoryGb: 0.25 },
} as const;
