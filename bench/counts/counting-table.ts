/** The ledger table, with every call counted by what it is for, and by what DynamoDB bills for it. */
import type { Tally } from '../../lib/cost/counts.ts';
import { sizeOf } from '../../test/models/attribute-value.ts';
import { TableModel } from '../../test/models/table.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html */
const unitBytes = { write: 1_024, read: 4_096 };

interface Input {
  readonly Key?: { readonly id?: { readonly S?: string } };
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>>;
}

/** @param tally where to count, at the moment of the call */
export function createCountingTable(name: string, now: () => number, tally: () => Tally) {
  const table = new TableModel({ name, partitionKey: 'id', timeToLiveAttribute: 'expiration', now });
  return {
    execute: (operation: string, input: Input): object => {
      const id = input.Key?.id?.S ?? '';
      const sizeNow = () => sizeOf(table.item(id) ?? {});
      const before = sizeNow();
      try {
        return table.execute(operation, input);
      } finally {
        // Whatever came of it, it is billed.
        const after = sizeNow();
        const bytes = Math.max(before, after);
        const kind = kindOf(operation, id, input);
        if (operation === 'GetItem') countRead(tally(), bytes);
        else countWrite(tally(), kind, bytes);
        if (kind === 'putDowns') tally().storedBytes = after;
      }
    },
  };
}

type Kind = 'takes' | 'putDowns' | 'limiterWrites' | 'otherWrites';

function kindOf(operation: string, id: string, { ExpressionAttributeValues = {} }: Input): Kind {
  if (operation !== 'UpdateItem') return 'otherWrites';
  if (/^destination#.*#account$/.test(id)) return 'limiterWrites';
  if (id.startsWith('destination#')) return 'otherWrites';
  return ':lease' in ExpressionAttributeValues ? 'takes' : 'putDowns';
}

function countWrite(tally: Tally, kind: Kind, bytes: number): void {
  tally[kind] += 1;
  tally.writeUnits += Math.max(1, Math.ceil(bytes / unitBytes.write));
  if (kind === 'takes' || kind === 'putDowns') tally.itemBytesMax = Math.max(tally.itemBytesMax, bytes);
}

/** All reads are strongly consistent. */
function countRead(tally: Tally, bytes: number): void {
  tally.reads += 1;
  tally.readUnits += Math.max(1, Math.ceil(bytes / unitBytes.read));
}
