import { parseArgs } from 'node:util';
import { type EnvironmentName, environmentNames } from '../environments.ts';
import { SettingsError } from '../settled.ts';
import { commands } from './command-list.ts';
import type { OuterContext } from './context.ts';
import { type Command, exitCodes } from './shell/command.ts';
import { CommandError, UsageError } from './shell/errors.ts';
import { explainFailure } from './shell/failure.ts';
import { writeLine } from './shell/output.ts';
import { suggestion } from './shell/suggestion.ts';

/**
 * Runs one command and returns the exit code: 0 done, 1 failed, 2 called wrongly, 3 found something. Never throws.
 * @param args what follows `interlock`
 */
export async function main(args: readonly string[], context: OuterContext): Promise<number> {
  if (args[0] === '--help' || args[0] === '-h' || args[0] === 'help') {
    context.stdout.write(overview());
    return exitCodes.ok;
  }
  const entry = commands.find(({ name }) => name === args.slice(0, name.split(' ').length).join(' '));
  if (entry === undefined) {
    writeLine(context.stderr, `error: ${unknownCommand(args)}\n`);
    context.stderr.write(overview());
    return exitCodes.usage;
  }
  const command = await entry.load();
  try {
    return await command.execute(args.slice(entry.name.split(' ').length), context);
  } catch (error) {
    return fail(error, command, args, context);
  }
}

function fail(error: unknown, { usage }: Command, args: readonly string[], context: OuterContext): number {
  if (error instanceof UsageError) {
    writeLine(context.stderr, `error: ${error.message}\n`);
    context.stderr.write(usage);
    return exitCodes.usage;
  }
  writeLine(context.stderr, `error: ${messageOf(error, args, context)}`);
  return exitCodes.failed;
}

function messageOf(error: unknown, args: readonly string[], context: OuterContext): string {
  if (error instanceof CommandError || error instanceof SettingsError) return error.message;
  if (context.signal.aborted) return 'stopped';
  const explained = explainFailure(error, environmentOf(args), context.env);
  if (explained !== undefined) return explained;
  if (!(error instanceof Error)) return String(error);
  const { httpStatusCode } = (error as { $metadata?: { httpStatusCode?: number } }).$metadata ?? {};
  const status = httpStatusCode === undefined ? '' : ` (HTTP ${httpStatusCode})`;
  return `${error.name}: ${error.message}${status}`;
}

/** The environment of a command that failed after its flags were found right. */
function environmentOf(args: readonly string[]): EnvironmentName {
  const { values } = parseArgs({
    args: [...args],
    options: { env: { type: 'string' } },
    strict: false,
    allowPositionals: true,
  });
  return environmentNames.find((name) => name === values.env) ?? 'local';
}

function unknownCommand([first, second]: readonly string[]): string {
  if (first === undefined) return 'which command?';
  const names = commands.map(({ name }) => name);
  const subcommands = names.filter((name) => name.startsWith(`${first} `));
  if (subcommands.length > 0 && (second === undefined || second.startsWith('-'))) {
    return `"${first}" needs more: ${subcommands.join(', ')}`;
  }
  const got = subcommands.length > 0 ? `${first} ${second}` : first;
  return `there is no command "${got}"${suggestion(got, names)}`;
}

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`);
  return `Interlock: each event to every third party that must know.

Usage: npm run interlock -- <command> [--env ${environmentNames.join('|')}] [--json]

${lines.join('\n')}

npm run interlock -- <command> --help says more. Exit: 0 done, 1 failed, 2 called wrongly, 3 found something.
`;
}
