import { join } from 'node:path';
import { RootCommand } from '@bomb.sh/tab';
import type { Context } from '../context.ts';
import { type Command, defineCommand, exitCodes } from '../shell/command.ts';
import { UsageError } from '../shell/errors.ts';

const shells = ['bash', 'zsh', 'fish'];

interface Entry {
  readonly name: string;
  readonly about: string;
  readonly load: () => Promise<Command>;
}

/** Prints what makes a shell complete these commands, their flags and names; the shell asks it again at each tab. */
export const completeOf = (commands: readonly Entry[]): Command =>
  defineCommand({
    name: 'complete',
    summary:
      'Prints a script by which bash, zsh or fish complete the command line, wherever it is called as interlock.',
    parameters: shells.join('|'),
    arity: { least: 0, most: Number.POSITIVE_INFINITY },
    flags: {},
    examples: [
      'complete bash >> ~/.bashrc',
      'complete zsh >> ~/.zshrc; echo "alias interlock=\'npm run --silent interlock --\'" >> ~/.zshrc',
    ],
    run: async ({ positionals, flags }, context) => {
      // A shell asks with the words so far, the last of which may be empty.
      if (context.env[askedByShell] !== undefined) {
        (await completions(commands, context)).parse([...positionals]);
        return exitCodes.ok;
      }
      if (flags.json) throw new UsageError('complete prints a script for a shell: nothing of it is JSON');
      const [shell = ''] = positionals;
      if (positionals.length !== 1 || !shells.includes(shell))
        throw new UsageError(`complete needs one of ${shells.join(', ')}, got "${positionals.join(' ')}"`);
      (await completions(commands, context)).setup('interlock', program(context), shell);
      return exitCodes.ok;
    },
  });

/** Set where the script of a shell calls. */
const askedByShell = 'INTERLOCK_COMPLETES';

/** Called without npm, which takes a second of each tab. */
const program = ({ root }: Context) =>
  `env ${askedByShell}=1 ${process.execPath} ${join(root, 'bin/interlock.ts')}`;

async function completions(commands: readonly Entry[], context: Context): Promise<RootCommand> {
  const root = new RootCommand();
  const names = {
    integration: context.integrations.map(({ name }) => name),
    destination: [...new Set(context.integrations.map(({ operation }) => operation.destination.name))],
    type: context.events.map(({ type }) => type),
  };
  for (const entry of commands) {
    const own = root.command(entry.name, entry.about);
    if (entry.name === 'complete') continue;
    const { flags, parameters = '' } = await entry.load();
    for (const [flag, { type, choices = [], about }] of Object.entries(flags)) {
      if (type === 'boolean') own.option(flag, about);
      else
        own.option(flag, about, (say) => {
          for (const one of choices) say(one, '');
        });
    }
    for (const [parameter, known] of Object.entries(names)) {
      // The first of them: `<integration> [<event id>...]`.
      if (!RegExp(`^[<[]+${parameter}\\b`).test(parameters)) continue;
      own.argument('name', (say) => {
        for (const one of known) say(one, '');
      });
    }
  }
  return root;
}
