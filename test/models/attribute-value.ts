/** DynamoDB's values: copying, checking, measuring and comparing them. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { canonical, compareNumbers } from './decimal.ts';
import { NotModelled, validationError } from './sdk-errors.ts';

export type Item = Record<string, AttributeValue>;

export const typeOf = (value: AttributeValue | undefined): string => Object.keys(value ?? {})[0] ?? '';

/** A copy that shares nothing, its numbers written the one way DynamoDB writes them. Throws `ValidationException`. */
export function copyOf(value: AttributeValue): AttributeValue {
  if (value.S !== undefined) return { S: value.S };
  if (value.N !== undefined) return { N: canonical(value.N) };
  if (value.BOOL !== undefined) return { BOOL: value.BOOL };
  if (value.NULL !== undefined) {
    if (!value.NULL) throw validationError('Null attribute value types must have the value of true');
    return { NULL: true };
  }
  if (value.L !== undefined) return { L: value.L.map(copyOf) };
  if (value.M !== undefined) return { M: copyOfItem(value.M) };
  if (value.SS !== undefined) return { SS: distinct(value.SS) };
  if (value.NS !== undefined) return { NS: distinct(value.NS.map(canonical)) };
  if (typeOf(value) !== '') throw new NotModelled(`values of type ${typeOf(value)} are not modelled`);
  throw validationError(
    'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
  );
}

export function copyOfItem(item: Readonly<Item>): Item {
  const copy: Item = {};
  for (const name of Object.keys(item)) {
    const value = item[name];
    if (value !== undefined) copy[name] = copyOf(value);
  }
  return copy;
}

function distinct(members: readonly string[]): string[] {
  if (members.length === 0) throw validationError('A set may not be empty');
  if (new Set(members).size < members.length) throw validationError('Input collection contains duplicates.');
  return [...members];
}

/** Both must be copies made here. Values of different types are never the same. */
export function isSame(one: AttributeValue, other: AttributeValue): boolean {
  if (one.S !== undefined) return one.S === other.S;
  if (one.N !== undefined) return one.N === other.N;
  if (one.BOOL !== undefined) return one.BOOL === other.BOOL;
  if (one.NULL !== undefined) return other.NULL !== undefined;
  const [list, otherList] = [one.L, other.L];
  if (list !== undefined && otherList !== undefined)
    return (
      list.length === otherList.length && list.every((value, at) => isSameOrAbsent(value, otherList[at]))
    );
  const [map, otherMap] = [one.M, other.M];
  if (map !== undefined && otherMap !== undefined) {
    const names = Object.keys(map);
    const hasAsMany = names.length === Object.keys(otherMap).length;
    return hasAsMany && names.every((name) => isSameOrAbsent(map[name], otherMap[name]));
  }
  return isSameSet(one.SS, other.SS) || isSameSet(one.NS, other.NS);
}

const isSameOrAbsent = (one: AttributeValue | undefined, other: AttributeValue | undefined) =>
  one !== undefined && other !== undefined && isSame(one, other);

const isSameSet = (one: readonly string[] | undefined, other: readonly string[] | undefined) =>
  one !== undefined &&
  other !== undefined &&
  one.length === other.length &&
  one.every((member) => other.includes(member));

/** Below 0 when `one` comes first; `undefined` when there is no order between them. */
export function compare(one: AttributeValue, other: AttributeValue): number | undefined {
  if (one.N !== undefined && other.N !== undefined) return compareNumbers(one.N, other.N);
  if (one.S !== undefined && other.S !== undefined) return compareTexts(one.S, other.S);
  return undefined;
}

/** By UTF-8 bytes. Only surrogates make the order of JavaScript's strings a different one. */
function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  if (/[\ud800-\udfff]/.test(one + other)) return Buffer.compare(Buffer.from(one), Buffer.from(other));
  return one < other ? -1 : 1;
}

/** Bytes. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
export function sizeOf(item: Readonly<Item>): number {
  let bytes = 0;
  for (const name of Object.keys(item)) {
    const value = item[name];
    if (value !== undefined) bytes += Buffer.byteLength(name) + sizeOfValue(value);
  }
  return bytes;
}

function sizeOfValue(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  // "Approximately 1 byte per two significant digits, plus 1 byte", and one more for the sign.
  if (value.N !== undefined) return Math.ceil(value.N.length / 2) + 2;
  // "3 bytes of overhead, regardless of its contents", and one for each element.
  if (value.L !== undefined) return value.L.reduce((sum, each) => sum + 1 + sizeOfValue(each), 3);
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + sizeOf(value.M);
  const members = value.SS ?? value.NS;
  return members?.reduce((sum, member) => sum + Buffer.byteLength(member), 0) ?? 1;
}
