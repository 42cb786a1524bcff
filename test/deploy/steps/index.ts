/** The steps of the proof, in their order: each starts where the one before has ended. */
import type { Step } from '../proof.ts';
import { buriesInvalidEvents } from './buries-invalid-events.ts';
import { buriesRejectedEvents } from './buries-rejected-events.ts';
import { changes } from './changes.ts';
import { deliversOnce, goesOnWithNewKey } from './delivers.ts';
import { deploys } from './deploys.ts';
import { deviatesNoFurther } from './deviates-no-further.ts';
import { keepsData, leavesNothing } from './leaves.ts';
import { parksOnRefusedKey } from './parks-on-refused-key.ts';
import { remembersDeliveries } from './remembers.ts';

export const steps: readonly Step[] = [
  deploys,
  buriesInvalidEvents,
  parksOnRefusedKey,
  goesOnWithNewKey,
  deliversOnce,
  buriesRejectedEvents,
  remembersDeliveries,
  changes,
  deviatesNoFurther,
  leavesNothing,
  keepsData,
];
