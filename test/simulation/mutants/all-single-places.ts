import { globSync } from 'node:fs';
import { type SinglePlace, singlePlaces } from './single-places.ts';

const tests = new URL('../../', import.meta.url);

/** The engine's, and those of the examples that Interlock comes with, as long as somebody keeps them. */
export async function allSinglePlaces(): Promise<readonly SinglePlace[]> {
  const others: readonly { readonly singlePlaces: readonly SinglePlace[] }[] = await Promise.all(
    globSync('*/single-places.ts', { cwd: tests }).map((path) => import(new URL(path, tests).href)),
  );
  return [...singlePlaces, ...others.flatMap((one) => one.singlePlaces)];
}
