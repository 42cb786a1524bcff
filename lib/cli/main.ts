import { parseArgs } from 'node:util';
import { type EnvironmentName, environmentNames } from '../environments.ts';
import type { Context } from './context.ts';
import { type Command, exitCodes } from './shell/command.ts';
import { CommandError, UsageError } from './shell/errors.ts';
import { explainFailure } from './shell/failure.ts';
import { writeLine } from './shell/output.ts';
import { suggestion } from './shell/suggestion.ts';

interface Entry {
  readonly name: string;
  readonly about: string;
  /** A command loads only what it needs: most of the time of a short one is reading SDK clients. */
  readonly load: () => Promise<Command>;
}

const entries: readonly Entry[] = [
  {
    name: 'start',
    about: 'run the local environment',
    load: async () => (await import('./commands/start.ts')).start,
  },
  {
    name: 'demo',
    about: 'play the whole story locally',
    load: async () => (await import('./commands/demo.ts')).demo,
  },
  {
    name: 'list',
    about: 'the integrations there are',
    load: async () => (await import('./commands/list.ts')).list,
  },
  {
    name: 'cost',
    about: 'what a million events cost',
    load: async () => (await import('./commands/cost.ts')).cost,
  },
  { name: 'send', about: 'publish an event', load: async () => (await import('./commands/send.ts')).send },
  {
    name: 'run',
    about: 'show the request an event becomes',
    load: async () => (await import('./commands/run.ts')).run,
  },
  {
    name: 'logs',
    about: 'attempts, and what came of them',
    load: async () => (await import('./commands/logs.ts')).logs,
  },
  {
    name: 'dead-letters',
    about: 'what could not be delivered, and why',
    load: async () => (await import('./commands/dead-letters.ts')).deadLetters,
  },
  {
    name: 'redrive',
    about: 'send dead letters back',
    load: async () => (await import('./commands/redrive.ts')).redrive,
  },
  {
    name: 'status',
    about: 'what runs, what is parked, what waits',
    load: async () => (await import('./commands/status.ts')).status,
  },
  {
    name: 'wake',
    about: 'start every function, with no event',
    load: async () => (await import('./commands/wake.ts')).wake,
  },
  {
    name: 'park',
    about: 'stop calling a destination',
    load: async () => (await import('./commands/park.ts')).park,
  },
  {
    name: 'resume',
    about: 'let a parked destination go on',
    load: async () => (await import('./commands/resume.ts')).resume,
  },
  {
    name: 'probe',
    about: 'what contract a third party really keeps',
    load: async () => (await import('./commands/probe.ts')).probe,
  },
  {
    name: 'drifts',
    about: 'where a third party no longer keeps its contract',
    load: async () => (await import('./commands/drifts.ts')).drifts,
  },
  {
    name: 'new destination',
    about: 'make a destination from what a third party answers',
    load: async () => (await import('./commands/new-destination.ts')).newDestination,
  },
  {
    name: 'secret set',
    about: "set a destination's credentials",
    load: async () => (await import('./commands/secret-set.ts')).secretSet,
  },
  {
    name: 'secret check',
    about: "check a destination's credentials",
    load: async () => (await import('./commands/secret-check.ts')).secretCheck,
  },
];

/**
 * Runs one command and returns the exit code: 0 done, 1 failed, 2 called wrongly, 3 found something. Never throws.
 * @param args what follows `interlock`
 */
export async function main(args: readonly string[], context: Context): Promise<number> {
  if (args[0] === '--help' || args[0] === '-h' || args[0] === 'help') {
    context.stdout.write(overview());
    return exitCodes.ok;
  }
  const entry = entries.find(({ name }) => name === args.slice(0, name.split(' ').length).join(' '));
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

function fail(error: unknown, { usage }: Command, args: readonly string[], context: Context): number {
  if (error instanceof UsageError) {
    writeLine(context.stderr, `error: ${error.message}\n`);
    context.stderr.write(usage);
    return exitCodes.usage;
  }
  writeLine(context.stderr, `error: ${messageOf(error, args, context)}`);
  return exitCodes.failed;
}

function messageOf(error: unknown, args: readonly string[], context: Context): string {
  if (error instanceof CommandError) return error.message;
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
  const names = entries.map(({ name }) => name);
  const subcommands = names.filter((name) => name.startsWith(`${first} `));
  if (subcommands.length > 0 && (second === undefined || second.startsWith('-'))) {
    return `"${first}" needs more: ${subcommands.join(', ')}`;
  }
  const got = subcommands.length > 0 ? `${first} ${second}` : first;
  return `there is no command "${got}"${suggestion(got, names)}`;
}

function overview(): string {
  const width = Math.max(...entries.map(({ name }) => name.length));
  const lines = entries.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`);
  return `Interlock: each event to every third party that must know.

Usage: npm run interlock -- <command> [--env ${environmentNames.join('|')}] [--json]

${lines.join('\n')}

npm run interlock -- <command> --help says more. Exit: 0 done, 1 failed, 2 called wrongly, 3 found something.
`;
}
