import type { Settlement } from './settlement.ts';

/**
 * Whether the ledger keeps the request of a delivery by key, so that whatever comes after sends the same bytes: while it
 * may have been carried out, and nobody has looked. What was refused for good, or reached nobody, is made anew of what is
 * mended. Pure.
 */
export function keepsRequest(settlement: Settlement): boolean {
  const { firstSentAtMs, outcomeUnknown } = settlement.progress;
  const mayBeThere = firstSentAtMs !== undefined || outcomeUnknown;
  switch (settlement.status) {
    case 'waiting':
      return mayBeThere;
    case 'dead-lettered':
      switch (settlement.cause.code) {
        case 'RETRIES_EXHAUSTED':
        case 'EXPIRED':
          return mayBeThere;
        default:
          return outcomeUnknown;
      }
    case 'delivered':
      return false;
  }
}
