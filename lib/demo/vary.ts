/** Events unlike each other, made of one example: whatever a contract takes, and nothing that it refuses. */
import { safeParse } from 'zod/v4/core';
import type { EventContract } from '../../functions/core/declare/event.ts';

type Data = Readonly<Record<string, unknown>>;

/**
 * The data of the `n`-th event. Ids, e-mail addresses and other texts are its own, at any depth; of a third of the events
 * everything at the top is left out that may be left out.
 *
 * @param isTaken whether all who take the event can do something with such data
 */
export function varied(
  { data: schema, example }: EventContract,
  n: number,
  isTaken: (data: unknown) => boolean = () => true,
): Data {
  const change = (data: Data, make: (data: Data) => unknown): Data => {
    const changed = make(data);
    const { success } = safeParse(schema, changed);
    return success && isTaken(changed) ? (changed as Data) : data;
  };
  const whole = example as Data;
  const own = leavesOf(whole).map(
    ([path, value]) =>
      (data: Data) =>
        withLeaf(data, path, ownValue(path.at(-1) ?? '', value, n)),
  );
  const left =
    n % 3 === 0 ? Object.keys(whole).map((name) => (data: Data) => ({ ...data, [name]: null })) : [];
  return [...own, ...left].reduce(change, whole);
}

function ownValue(name: string, value: unknown, n: number): unknown {
  if (typeof value === 'string' && value.includes('@')) return emailOf(n);
  if (/id$/i.test(name)) return typeof value === 'number' ? numberOf(n) : `${name}-${n}`;
  return typeof value === 'string' ? `${value} ${n}` : value;
}

type Path = readonly string[];

/** Texts and numbers with the way to each. What is in a list stays as it is. */
function leavesOf(value: unknown, path: Path = []): readonly (readonly [Path, unknown])[] {
  if (typeof value === 'string' || typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...path, name]));
}

function withLeaf(data: unknown, [name, ...rest]: Path, value: unknown): unknown {
  if (name === undefined) return value;
  const parent = (data ?? {}) as Data;
  return { ...parent, [name]: withLeaf(parent[name], rest, value) };
}

export const emailOf = (n: number) => `customer${n}@example.com`;

/** Ids begin at one. */
export const numberOf = (n: number) => (n === 0 ? 10_000 : n);
