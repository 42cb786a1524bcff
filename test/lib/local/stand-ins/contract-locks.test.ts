import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contracts } from '../../../../functions/destinations/contracts.ts';
import { integrations } from '../../../../functions/integrations/index.ts';
import type { StandIns } from '../../../../lib/local/stand-ins/index.ts';
import { type Probing, startOwnProbing } from '../../cli/probing.ts';

let probing: Probing<StandIns>;
beforeAll(async () => {
  probing = await startOwnProbing();
});
afterAll(() => probing.stop());

describe('the contracts of this repository', () => {
  it('are declared for every destination that an integration uses', () => {
    const used = new Set(integrations.map(({ operation }) => operation.destination.name));
    const declared = new Set(contracts.map(({ destination }) => destination.name));
    expect([...used].filter((name) => !declared.has(name))).toEqual([]);
  });

  // Whatever a lock was recorded from: a stand-in that differs from it teaches everyone who uses it something wrong.
  it.for(contracts.map(({ destination }) => destination.name))(
    'are kept by the stand-in of %s',
    async (name) => {
      const { code, stdout } = await probing.run(name, '--write', '--json');
      const { differences, troubles, comparedWith } = JSON.parse(stdout);
      // What nobody has probed yet stands in no lock: it is neither kept nor broken, and `doctor` names it.
      const found = differences.filter(({ kind }: { kind: string }) => kind !== 'operation-new');
      expect([found, troubles]).toEqual([[], []]);
      expect(code).toBe(differences.length === 0 ? 0 : 3);
      expect(comparedWith).toMatchObject({ at: expect.any(String) });
    },
  );
});
