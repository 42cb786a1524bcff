/** What a run shows that no integration could live with, whatever a lock says: the operation does not do what it declares. */
import type { ContractDeclaration, ProbedOperation } from '../../declare/contract.ts';
import type { CheckRun, Remark } from './probe-recorder.ts';

/** Each once. None where nothing was made, because nothing was to be. */
export const unkept = (
  { exchanges }: Pick<CheckRun, 'exchanges'>,
  { operations }: Pick<ContractDeclaration, 'operations'>,
): readonly Remark[] => operations.flatMap((one) => unkeptBy(one, exchanges));

function unkeptBy({ operation }: ProbedOperation, exchanges: CheckRun['exchanges']): readonly Remark[] {
  const { name, repeat } = operation;
  const relationsOf = (check: string, at = name) =>
    exchanges.flatMap((one) =>
      one.check === check && one.operation === at && one.relation !== undefined ? [one] : [],
    );
  const found: Remark[] = [];
  const creates = relationsOf('create');
  const [first] = creates;
  if (first !== undefined && creates.every(({ relation }) => relation === 'refused')) {
    const { statusCode } = first.classification;
    found.push({ check: 'create', operation: name, reason: `every one is refused (${statusCode})` });
  }
  const isRepeatable = repeat.by === 'key' || repeat.by === 'upsert';
  if (isRepeatable && relationsOf('create again').some(({ relation }) => relation === 'another')) {
    const reason = `a second one is made, though the operation is declared to repeat by ${repeat.by}`;
    found.push({ check: 'create again', operation: name, reason });
  }
  const lookups = relationsOf('lookup', `${name} lookup`);
  if (lookups.length > 0 && lookups.every(({ relation }) => relation === 'nothing') && isMade(creates)) {
    const reason = 'nothing is found of what was made: a lost answer would be sent again';
    found.push({ check: 'lookup', operation: `${name} lookup`, reason });
  }
  return found;
}

const isMade = (creates: CheckRun['exchanges']) => creates.some(({ relation }) => relation === 'made');
