/** The command line as the library for command lines sees it: names, help, and where its words go. */
import { type CommanderError, Command as Program } from 'commander';
import type { CommandEntry } from '../command-list.ts';
import type { OuterContext } from '../context.ts';

export interface BuiltProgram {
  readonly program: Program;
  /** By the name of the command, `secret set`. */
  readonly leaves: ReadonlyMap<string, Program>;
}

const exits = 'Exit: 0 done, 1 failed, 2 called wrongly, 3 found something.';

/** Commands by name and purpose; the one that is called gets its flags when it is known which one that is. */
export function buildProgram(
  entries: readonly CommandEntry[],
  version: string,
  context: Pick<OuterContext, 'stdout' | 'stderr'>,
): BuiltProgram {
  const leaves = new Map<string, Program>();
  const program = new Program('interlock')
    .usage('<command> [flags]')
    .description('Interlock: each event to every third party that must know.')
    .version(version, '-V, --version', 'print the version')
    // `send --version 2` is about the event.
    .enablePositionalOptions()
    .helpOption('-h, --help', 'show this')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
    })
    .configureHelp({
      // `secret set` stands beside `send`, and not behind `secret`, which is no command by itself.
      visibleCommands: (of) =>
        of.commands.flatMap((one) => [...([...leaves.values()].includes(one) ? [one] : []), ...one.commands]),
      subcommandTerm: (of) => fullName(of),
    })
    .addHelpText('after', `\nnpm run interlock -- <command> --help says more. ${exits}`)
    .addHelpText('before', ({ error }) => (error ? 'error: which command?\n' : ''));
  const groups = new Map<string, Program>();
  for (const { name, about } of entries) {
    const [first = '', second] = name.split(' ');
    const own =
      second === undefined
        ? program.command(first)
        : (leaves.get(first) ?? groupOf(program, groups, first)).command(second);
    leaves.set(name, own.description(about).helpOption('-h, --help', 'show this'));
  }
  return { program, leaves };
}

function groupOf(program: Program, groups: Map<string, Program>, name: string): Program {
  const known = groups.get(name);
  if (known !== undefined) return known;
  const group = program
    .command(name)
    .usage('<command> [flags]')
    .helpOption('-h, --help', 'show this')
    .addHelpText('before', ({ error, command }) =>
      error
        ? `error: "${name}" needs more: ${command.commands.map((one) => `${name} ${one.name()}`).join(', ')}\n`
        : '',
    );
  groups.set(name, group);
  return group;
}

/** As it is called: without the program's own name. */
function fullName(of: Program): string {
  const { parent } = of;
  return parent === null || parent.parent === null ? of.name() : `${fullName(parent)} ${of.name()}`;
}

/** Whether the library ended the command by itself, after it has said why: help, a version, a flag that there is not. */
export const isEnding = (error: unknown): error is CommanderError =>
  error instanceof Error &&
  'exitCode' in error &&
  String((error as CommanderError).code).startsWith('commander.');
