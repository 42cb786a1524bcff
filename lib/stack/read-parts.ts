import { readFileSync } from 'node:fs';
import type { Parts } from './parts.ts';

export const partsFile = new URL('../../functions/integrations/parts.json', import.meta.url);

/** Where the integrations of the list stand. There is no such file as long as all have room in one template. Throws when it is not JSON. */
export function readParts(): Parts {
  try {
    return JSON.parse(readFileSync(partsFile, 'utf8')) as Parts;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error('functions/integrations/parts.json is not JSON', { cause });
  }
}
