/** Which of several contracts an event is of. */
import type { DataSchema, EventContract } from './event.ts';

type Attributes = { readonly type?: string | undefined; readonly dataschema?: string | undefined };

/** What `dataschema` may be in events of a contract that stands beside others; undefined: whatever it is. */
export function schemasOf(
  { type, dataschema }: EventContract,
  among: readonly EventContract[],
): readonly DataSchema[] | undefined {
  const isAlone = among.filter((one) => one.type === type).length < 2;
  return dataschema === undefined && isAlone ? undefined : [dataschema ?? null].flat();
}

/** The contract that an event with these attributes is of; undefined: none of them. */
export const contractFor = (
  { type, dataschema }: Attributes,
  contracts: readonly EventContract[],
): EventContract | undefined =>
  contracts.find(
    (one) => one.type === type && (schemasOf(one, contracts)?.includes(dataschema ?? null) ?? true),
  );

/** The name of a version: `2`, or the type where that tells them apart. */
export const versionName = (contract: EventContract, among: readonly EventContract[]): string =>
  contract.version ?? (schemasOf(contract, among) === undefined ? contract.type : '1');

/** What there is, the oldest first, for whoever publishes what there is not. */
export function knownVersions(contracts: readonly EventContract[]): string {
  const described = contracts.toReversed().map((one) => {
    const schemas = schemasOf(one, contracts);
    if (schemas === undefined) return one.type;
    const told = schemas.map((schema) => (schema === null ? 'without dataschema' : schema));
    return `${versionName(one, contracts)} (${one.type} ${told.join(' or ')})`;
  });
  return `is of no version that is declared here: ${described.join(', ')}`;
}
