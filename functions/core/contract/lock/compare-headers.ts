import { union } from '../shape/merge-shapes.ts';
import type { PlaceDifference } from './compare-shapes.ts';
import { isWindow } from './limit-headers.ts';
import type { LockedResponse } from './lock.ts';

/** Headers that are gone (of several responses: from some) and headers that are new, by name. */
export function compareHeaders(
  recorded: LockedResponse['headers'],
  observed: LockedResponse['headers'],
): readonly PlaceDifference[] {
  return union([...recorded.keys()], [...observed.keys()]).flatMap((place): readonly PlaceDifference[] => {
    const [was, is] = [recorded.get(place), observed.get(place)];
    if (was === undefined) return [{ kind: 'header-new', breaking: false, place }];
    if (was.optional || is?.optional === false) return [];
    return [{ kind: 'header-gone', breaking: true, place, ...(is !== undefined && { is: 'optional' }) }];
  });
}

/** Differences of the limits that both have. One that only one of them has came or went with its header (compareHeaders). */
export function compareLimits(
  recorded: LockedResponse['limits'],
  observed: LockedResponse['limits'],
): readonly PlaceDifference[] {
  return [...observed].flatMap(([place, is]): readonly PlaceDifference[] => {
    const was = recorded.get(place);
    if (was === undefined || was === is) return [];
    const change = { place, was: String(was), is: String(is) };
    if (typeof was !== 'number' || typeof is !== 'number') {
      return [{ kind: 'limit-meaning', breaking: true, ...change }];
    }
    const isLowered = isWindow(place) ? is > was : is < was;
    return isLowered
      ? [{ kind: 'limit-lowered', breaking: true, ...change }]
      : [{ kind: 'limit-raised', breaking: false, ...change }];
  });
}
