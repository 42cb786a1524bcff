import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { EventContract } from '../../../functions/core/declare/event.ts';
import { type EventFound, eventIn } from '../../scaffold/integration/target.ts';
import { CommandError } from '../shell/errors.ts';

/** The file in functions/events that exports the contract. Throws `CommandError` when none does. */
export function findEventFile(contract: EventContract, root: string): EventFound {
  const event = globSync(join('functions', 'events', '*.ts'), { cwd: root })
    .map((path) => eventIn(join(root, path), contract))
    .find((found) => found !== undefined);
  if (event === undefined)
    throw new CommandError(`no file in functions/events exports what defineEvent made of ${contract.type}`);
  return event;
}
