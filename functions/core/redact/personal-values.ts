import type { AnyIntegration } from '../declare/integration.ts';
import { readPath } from '../declare/paths.ts';
import type { PersonalValues } from './personal-mask.ts';

/**
 * What identifies a person in this event: the values at the contract's personal paths, and what the mapping made of
 * them (a full name, a phone number in another form), so that no form of them reaches a log.
 */
export function personalValues(
  { event, map }: AnyIntegration,
  data: unknown,
  output: unknown,
): PersonalValues {
  const personal: readonly string[] = event.personal;
  const values = new Map<string, string>();
  const add = (value: unknown, path: string) => {
    if (typeof value === 'string' && !values.has(value)) values.set(value, path);
  };
  for (const path of personal) add(readPath(data, path), path);
  for (const { target, reads } of map.lineage) {
    const path = reads.find((read) => personal.includes(read));
    if (path !== undefined) add(readPath(output, target), path);
  }
  return values;
}
