import { readFileSync } from 'node:fs';
import { type EnvironmentName, environmentNames } from '../environments.ts';
import { SettingsError } from '../settled.ts';
import { calledBy, commands } from './command-list.ts';
import type { OuterContext } from './context.ts';
import { exitCodes } from './shell/command.ts';
import { CommandError, UsageError } from './shell/errors.ts';
import { explainFailure } from './shell/failure.ts';
import { writeLine } from './shell/output.ts';
import { buildProgram, isEnding } from './shell/program.ts';

/**
 * Runs one command and returns the exit code: 0 done, 1 failed, 2 called wrongly, 3 found something. Never throws.
 * @param called what follows `interlock`
 */
export async function main(called: readonly string[], context: OuterContext): Promise<number> {
  // As the library has it, `help secret set` is about `secret` alone.
  const args = called[0] === 'help' ? [...called.slice(1), '--help'] : called;
  const { program, leaves } = buildProgram(commands, version(), context);
  const entry = calledBy(args);
  const more = `npm run interlock -- ${entry === undefined ? '' : `${entry.name} `}--help says more`;
  let run: ((context: OuterContext) => Promise<number>) | undefined;
  if (entry !== undefined) {
    const own = leaves.get(entry.name);
    // Only what is called is loaded: most of the time of a short command is reading SDK clients.
    if (own !== undefined) {
      (await entry.load()).declare(own, (toRun) => {
        run = toRun;
      });
    }
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!isEnding(error)) throw error;
    if (error.exitCode === 0) return exitCodes.ok;
    // The library shows the whole help to who called nothing, or half a command.
    if (error.code !== 'commander.help') writeLine(context.stderr, more);
    return exitCodes.usage;
  }
  try {
    // Of `dead-letters --json show`, the library calls a command whose flags nobody has declared.
    if (run === undefined) throw new UsageError('flags stand behind the whole name of a command');
    return await run(context);
  } catch (error) {
    return fail(error, { args, more }, context);
  }
}

function fail(
  error: unknown,
  { args, more }: { readonly args: readonly string[]; readonly more: string },
  context: OuterContext,
): number {
  if (error instanceof UsageError) {
    writeLine(context.stderr, `error: ${error.message}`);
    writeLine(context.stderr, more);
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
  const named = args.flatMap((arg, at) =>
    arg === '--env' ? (args[at + 1] ?? []) : (arg.split('--env=')[1] ?? []),
  );
  return environmentNames.find((name) => name === named.at(-1)) ?? 'local';
}

const version = (): string =>
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
