/** Events unlike each other, made of one example: whatever a contract takes, and nothing that it refuses. */
import { safeParse } from 'zod/v4/core';
import type { EventContract } from '../../functions/core/declare/event.ts';

type Data = Readonly<Record<string, unknown>>;

/**
 * The data of the `n`-th event. Fields at the top that name something (ids, e-mail addresses) are its own; a third of the
 * events leave everything out that may be left out.
 */
export function varied({ data: schema, example }: EventContract, n: number): Data {
  const change = (data: Data, [name, value]: readonly [string, unknown]): Data => {
    const changed = { ...data, [name]: value };
    return safeParse(schema, changed).success ? changed : data;
  };
  const whole = example as Data;
  const own = Object.entries(whole).flatMap(([name, value]): [string, unknown][] => {
    if (typeof value === 'string' && value.includes('@')) return [[name, emailOf(n)]];
    if (!/id$/i.test(name)) return [];
    return [[name, typeof value === 'number' ? numberOf(n) : `${name}-${n}`]];
  });
  const left = n % 3 === 0 ? Object.keys(whole).map((name): [string, unknown] => [name, null]) : [];
  return [...own, ...left].reduce(change, whole);
}

export const emailOf = (n: number) => `customer${n}@example.com`;

/** Ids begin at one. */
export const numberOf = (n: number) => (n === 0 ? 10_000 : n);
