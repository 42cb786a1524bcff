/** The ledger's table twice: the model, and dynalite as the local environment runs it. */
import { Tables } from '../../../lib/local/aws/table.ts';
import { TableModel } from '../../models/table.ts';
import { type Answer, answerOf, type Subject } from './subject.ts';

const tableName = 'ledger';
/** The second second: an expiration is a small number then, as the other numbers are. */
const nowMs = 2_000;

export interface TableSubject extends Subject {
  readonly deleteExpired: () => Promise<void>;
  /** Starts anew. */
  readonly clear: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export function tableModel(): TableSubject {
  const start = () =>
    new TableModel({
      name: tableName,
      partitionKey: 'id',
      timeToLiveAttribute: 'expiration',
      now: () => nowMs,
    });
  let table = start();
  return {
    name: 'the model',
    call: (operation, input) =>
      answerOf(() => table.execute(operation, { TableName: tableName, ...structuredClone(input) })),
    deleteExpired: async () => {
      table.deleteExpired();
    },
    clear: async () => {
      table = start();
    },
    stop: async () => {},
  };
}

export async function dynalite(): Promise<TableSubject> {
  const tables = new Tables({
    now: () => nowMs,
    onError: (error) => {
      throw error;
    },
  });
  await tables.create({
    TableName: tableName,
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    timeToLiveAttribute: 'expiration',
  });
  const call = async (operation: string, given: object): Promise<Answer> => {
    const input = { TableName: tableName, ...given };
    const { status, body } = await tables.request(operation, input, JSON.stringify(input));
    const { __type, message, ...output } = JSON.parse(String(body));
    // `UPDATED_NEW` of what is no longer there: an empty map, where the model leaves it out.
    if (Object.keys(output.Attributes ?? { some: 1 }).length === 0) delete output.Attributes;
    return status === 200 ? output : { error: String(__type).split('#')[1], ...output };
  };
  return {
    name: 'dynalite',
    call,
    deleteExpired: () => tables.deleteExpired(),
    clear: async () => {
      const { Items } = (await call('Scan', {})) as { Items?: readonly { id: object }[] };
      for (const { id } of Items ?? []) await call('DeleteItem', { Key: { id } });
    },
    stop: () => tables.stop(),
  };
}
