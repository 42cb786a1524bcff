/** How a command is declared: name, parameters and flags as data, so that usage and parsing cannot differ. */
import type { Command as Program } from 'commander';
import { type Environment, environmentNames, environments } from '../../environments.ts';
import { inEnvironment } from '../../settled.ts';
import type { Context, OuterContext } from '../context.ts';
import { UsageError } from './errors.ts';
import { type Flag, type Flags, type FlagValues, flagValues, optionOf } from './flags.ts';

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
  /** What it takes, for completion. */
  readonly flags: Flags;
  readonly parameters?: string | undefined;
  /**
   * Says to the library what the command takes, and what is to be done when it is the one that was called.
   * @param run throws `UsageError` or `CommandError`
   */
  readonly declare: (to: Program, onCall: (run: (context: OuterContext) => Promise<number>) => void) => void;
}

const commonFlags = {
  env: {
    type: 'string',
    value: '<environment>',
    choices: environmentNames,
    about: 'local unless given',
  },
  json: { type: 'boolean', about: 'machine-readable output' },
} as const satisfies Flags;

/** For commands that change something: `confirmChange` asks for it in `prod`. */
export const yesFlag = {
  yes: { type: 'boolean', about: 'do not ask before changing prod' },
} as const satisfies Flags;

export function defineCommand<const F extends Flags>(definition: CommandDefinition<F>): Command {
  const { name, summary, parameters, arity = { least: 0, most: 0 }, examples = [] } = definition;
  const flags: F & typeof commonFlags = { ...definition.flags, ...commonFlags };
  return {
    name,
    flags,
    parameters,
    declare: (to, onCall) => {
      to.description(summary)
        .usage(['[flags]', parameters].filter((part) => part !== undefined).join(' '))
        .argument('[arguments...]')
        .addHelpText('after', examplesOf(examples));
      for (const [flag, declared] of Object.entries<Flag>(flags)) to.addOption(optionOf(flag, declared));
      to.action((positionals: readonly string[], given: Readonly<Record<string, unknown>>) =>
        onCall(async (context) => {
          if (positionals.length < arity.least) throw new UsageError(`${name} needs ${parameters}`);
          if (positionals.length > arity.most)
            throw new UsageError(`${name} does not take "${positionals[arity.most]}"`);
          const values = flagValues(flags, given);
          // The values of the common flags do not depend on F, which the compiler cannot see through the mapped type.
          const { env } = values as FlagValues<typeof commonFlags>;
          const known = environmentNames.find((one) => one === env) ?? 'local';
          const { environment, integrations } = inEnvironment(environments[known], context.integrations);
          return definition.run({ positionals, flags: values, environment }, { ...context, integrations });
        }),
      );
    },
  };
}

const examplesOf = (examples: readonly string[]) =>
  examples.length === 0
    ? ''
    : `\nExamples:\n${examples.map((example) => `  npm run interlock -- ${example}`).join('\n')}`;
