import type { Evidence } from '../evidence.ts';

interface Difference {
  readonly kind: string;
  readonly place: string;
  readonly is?: string;
}

/** No drift rings where there is none, and none twice, but for those who cannot reach the ledger and say so. */
export function drifts({ world, lines }: Evidence): readonly string[] {
  const { drifting } = world.scenario;
  const wrong: string[] = [];
  const told = new Map<string, number>();
  for (const { fields } of lines) {
    if (fields.message === 'contract.not-compared') wrong.push(`a comparison failed: ${fields.reason}`);
    if (fields.message !== 'contract.drifted') continue;
    const { destination, operation, statusCode } = fields;
    for (const { kind, place, is } of fields.differences as readonly Difference[]) {
      const drift = [destination, operation, statusCode, kind, place, is].join(' ');
      if (!drifting.includes(String(destination))) wrong.push(`there is no such drift: ${drift}`);
      if (fields.claimed !== false) told.set(drift, (told.get(drift) ?? 0) + 1);
    }
  }
  for (const [drift, times] of told) if (times > 1) wrong.push(`${drift} was told of ${times} times`);
  return wrong;
}
