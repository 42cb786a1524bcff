/** Writes what a response means for the one operation that was called. */
import type { Classification } from '../http/classify.ts';
import type { AccountChange, Permit } from './account.ts';
import { opensUntilMs } from './breaker.ts';
import type { Circuit } from './circuit.ts';
import type { AccountFeedbackOptions } from './feedback-options.ts';
import { changeOperationCircuit } from './operation-circuits.ts';
import { isProof, reasonOf } from './result-meaning.ts';

type OperationFeedback = (
  classification: Classification,
  permit: Permit,
) => Promise<AccountChange | undefined>;

export function createOperationFeedback({
  write,
  known,
  operation,
  breaker,
  now,
}: AccountFeedbackOptions): OperationFeedback {
  const changed = (change: (circuit: Circuit | undefined) => Circuit | undefined) =>
    changeOperationCircuit(write, known(), operation ?? '', change);

  return async (classification, { operationTrial = false }) => {
    if (operation === undefined) return undefined;
    const { verdict, scope } = classification;
    if (verdict === 'refused' && scope === 'operation') {
      if (operationTrial) await changed((circuit) => circuit && openAgain(circuit, classification));
      // Those under way beside the first that was refused say the same.
      else if (await changed((circuit) => circuit ?? openedFor(classification))) return 'opened';
      return undefined;
    }
    if (!operationTrial) return undefined;
    if (isProof(classification)) return (await changed(() => undefined)) ? 'closed' : undefined;
    // It says nothing of the operation: another may try.
    await changed((circuit) => circuit && { ...circuit, trialUntilMs: undefined });
    return undefined;
  };

  function openedFor(classification: Classification): Circuit {
    const nowMs = now();
    const untilMs = opensUntilMs(breaker, 0, nowMs);
    return { kind: 'refused', sinceMs: nowMs, untilMs, openings: 1, reason: reasonOf(classification) };
  }

  function openAgain(circuit: Circuit, classification: Classification): Circuit {
    return {
      ...circuit,
      untilMs: opensUntilMs(breaker, circuit.openings, now()),
      openings: circuit.openings + 1,
      reason: reasonOf(classification),
      trialUntilMs: undefined,
    };
  }
}
