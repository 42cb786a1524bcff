/** Long enough to publish an alert. Then another supervisor may, in case the first died before it had published. */
export const alertClaimMs = 60_000;
