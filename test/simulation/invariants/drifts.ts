import { driftId } from '../../../functions/core/contract/drift/drift-reporter.ts';
import type { Difference } from '../../../functions/core/contract/lock/difference.ts';
import type { Evidence } from '../evidence.ts';

/**
 * No drift rings where there is none, and none again once the ledger knows that it was told, but for those who cannot
 * reach the ledger and say so. Who dies between telling and the ledger is followed by another that tells.
 */
export function drifts({ world, lines, claims }: Evidence): readonly string[] {
  const { drifting } = world.scenario;
  const wrong: string[] = [];
  for (const { fields, atMs } of lines) {
    if (fields.message === 'contract.not-compared') wrong.push(`a comparison failed: ${fields.reason}`);
    if (fields.message !== 'contract.drifted') continue;
    const { destination, operation, statusCode } = fields;
    const recordedAt = JSON.parse(world.scenario.locks[String(destination)] ?? '{}').recorded?.at;
    for (const difference of fields.differences as readonly Difference[]) {
      const id = driftId(recordedAt, { ...difference, operation, statusCode } as Difference);
      const { kind, place, is } = difference;
      const drift = [destination, operation, statusCode, kind, place, is].join(' ');
      if (!drifting.includes(String(destination))) wrong.push(`there is no such drift: ${drift}`);
      const isKnown = claims.some((one) => one.isTold && one.driftId === id && one.atMs < atMs);
      if (fields.claimed !== false && isKnown) wrong.push(`${drift} was told of again`);
    }
  }
  return wrong;
}
