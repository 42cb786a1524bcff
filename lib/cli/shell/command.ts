/** How a command is declared: name, parameters and flags as data, so that usage and parsing cannot differ. */
import { type Environment, environmentNames, environments } from '../../environments.ts';
import { inEnvironment } from '../../settled.ts';
import type { Context, OuterContext } from '../context.ts';
import { UsageError } from './errors.ts';
import { type Flags, type FlagValues, parseFlags } from './flags.ts';
import { suggestion } from './suggestion.ts';

/** Exit codes, the same for every command. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, found: 3 } as const;

export interface Input<F extends Flags> {
  readonly positionals: readonly string[];
  readonly flags: FlagValues<F & typeof commonFlags>;
  readonly environment: Environment;
}

export interface CommandDefinition<F extends Flags> {
  /** One word or two, `secret set`. */
  readonly name: string;
  readonly summary: string;
  /** Positional parameters as the usage shows them, `<integration>`. */
  readonly parameters?: string;
  /** How many positional parameters there must be. None unless said. */
  readonly arity?: { readonly least: number; readonly most: number };
  readonly flags: F;
  readonly examples?: readonly string[];
  /** Returns the exit code. Throws `UsageError` or `CommandError`. */
  readonly run: (input: Input<F>, context: Context) => Promise<number>;
}

export interface Command {
  readonly name: string;
  readonly usage: string;
  /** Parses `args` and runs. Throws `UsageError` or `CommandError`. */
  readonly execute: (args: readonly string[], context: OuterContext) => Promise<number>;
}

const commonFlags = {
  env: {
    type: 'string',
    value: '<environment>',
    about: `${environmentNames.join(', ')}; local unless given`,
  },
  json: { type: 'boolean', about: 'machine-readable output' },
  help: { type: 'boolean', about: 'show this' },
} as const satisfies Flags;

/** For commands that change something: `confirmChange` asks for it in `prod`. */
export const yesFlag = {
  yes: { type: 'boolean', about: 'do not ask before changing prod' },
} as const satisfies Flags;

export function defineCommand<const F extends Flags>(definition: CommandDefinition<F>): Command {
  const { name, arity = { least: 0, most: 0 } } = definition;
  const flags: F & typeof commonFlags = { ...definition.flags, ...commonFlags };
  const usage = usageOf(definition, flags);
  return {
    name,
    usage,
    execute: async (args, context) => {
      const parsed = parseFlags(args, flags);
      // The values of the common flags do not depend on F, which the compiler cannot see through the mapped type.
      const common = parsed.flags as FlagValues<typeof commonFlags>;
      if (common.help) {
        context.stdout.write(usage);
        return exitCodes.ok;
      }
      const { length } = parsed.positionals;
      if (length < arity.least) throw new UsageError(`${name} needs ${definition.parameters}`);
      if (length > arity.most) {
        throw new UsageError(`${name} does not take "${parsed.positionals[arity.most]}"`);
      }
      const { environment, integrations } = inEnvironment(environmentOf(common.env), context.integrations);
      return definition.run({ ...parsed, environment }, { ...context, integrations });
    },
  };
}

function environmentOf(name = 'local'): Environment {
  const known = environmentNames.find((candidate) => candidate === name);
  if (known !== undefined) return environments[known];
  const hint = suggestion(name, environmentNames);
  throw new UsageError(`there is no environment "${name}"${hint}: ${environmentNames.join(', ')}`);
}

function usageOf<F extends Flags>(definition: CommandDefinition<F>, flags: Flags): string {
  const { name, summary, parameters, examples = [] } = definition;
  const rows = Object.entries(flags).map(([flag, { value, about }]) => [
    `--${flag}${value === undefined ? '' : ` ${value}`}`,
    about,
  ]);
  const width = Math.max(...rows.map(([left = '']) => left.length));
  const lines = rows.map(([left = '', right]) => `  ${left.padEnd(width)}  ${right}`);
  const call = ['interlock', name, parameters, '[flags]'].filter((part) => part !== undefined).join(' ');
  const shown = examples.map((example) => `  npm run interlock -- ${example}`);
  const sections = [summary, '', `Usage: ${call}`, '', 'Flags:', ...lines];
  return `${[...sections, ...(shown.length === 0 ? [] : ['', 'Examples:', ...shown])].join('\n')}\n`;
}
