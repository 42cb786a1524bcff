import type { EnvironmentName } from '../../environments.ts';
import type { Context } from '../context.ts';
import { CommandError, UsageError } from './errors.ts';
import { readLine } from './input.ts';

export interface Change {
  readonly environment: EnvironmentName;
  /** What is about to happen: `send 3 events`. */
  readonly what: string;
  /** What may come of it that nobody wants, a sentence: `It may charge again.` */
  readonly risk?: string | undefined;
  /** The operator said --yes. */
  readonly yes: boolean;
  /** Standard input holds the command's data, so that nobody can answer there. */
  readonly stdinTaken?: boolean;
}

/**
 * Asks for the environment's name before `prod` is changed. Resolves when the change may happen.
 * Throws `UsageError` where nobody can be asked, `CommandError` when the answer is another.
 */
export async function confirmChange(change: Change, context: Context): Promise<void> {
  const { environment, what, risk, yes, stdinTaken = false } = change;
  if (environment !== 'prod' || yes) return;
  const warning = risk === undefined ? '' : ` ${risk}`;
  if (!context.isTTY || stdinTaken)
    throw new UsageError(
      `this would ${what} in prod: pass --yes to confirm${warning === '' ? '' : `.${warning}`}`,
    );
  context.stderr.write(`This will ${what} in prod.${warning} Type the environment's name to go on: `);
  if ((await readLine(context.stdin)) !== 'prod') throw new CommandError('nothing was done');
}
