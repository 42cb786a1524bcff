import type { AnyIntegration } from '../declare/integration.ts';
import { isWithin, readAll } from '../declare/personal-path.ts';
import type { People } from './telltales.ts';

/**
 * What identifies a person in this event: the values at the contract's personal paths, and what the mapping and the
 * operation made of them (a full name, a slug, a digest), so that no form of them reaches a log.
 * @param data as it was published; whatever does not have the contract's shape has nothing to find
 * @param output what the mapping made of it, `undefined` where it made nothing
 */
export function personalValues(
  { event, map, operation }: AnyIntegration,
  data: unknown,
  output: unknown,
): People {
  const personal: readonly string[] = event.personal;
  const values = new Map<string, string>();
  const derived = new Map<string, string>();
  for (const path of personal) {
    for (const value of readAll(data, path)) if (!values.has(value)) values.set(value, path);
  }
  const derive = (value: string, path: string) => {
    if (!values.has(value) && !derived.has(value)) derived.set(value, path);
  };
  for (const { target, reads } of map.lineage) {
    const path = personal.find((one) => reads.some((read) => isWithin(one, read) || isWithin(read, one)));
    if (path !== undefined) for (const value of readAll(output, target)) derive(value, path);
  }
  if (output !== undefined) {
    for (const value of derivedBy(operation, output)) derive(value, operation.name);
  }
  return { values, derived };
}

/** A declaration that throws has nothing to say of this event: its request cannot be made either. */
function derivedBy({ derives }: AnyIntegration['operation'], output: unknown): readonly string[] {
  try {
    return derives?.(output) ?? [];
  } catch {
    return [];
  }
}
