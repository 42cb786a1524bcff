import type { DestinationStatus, IntegrationStatus } from './read-status.ts';

/** As long as the alarm takes: what waits for less is under way. */
const waitingMsMax = 3_600_000;

/** Nothing of it asks for a person, or will. */
export const isWell = (
  { eventSource, deadLetters, undelivered, oldestMs = 0 }: IntegrationStatus,
  destination: DestinationStatus | undefined,
): boolean =>
  eventSource === 'Enabled' &&
  deadLetters + undelivered === 0 &&
  oldestMs < waitingMsMax &&
  (destination?.standstills ?? []).length === 0;
