import { findDestination } from '../resources.ts';
import { defineCommand, exitCodes, yesFlag } from '../shell/command.ts';
import { confirmChange } from '../shell/confirm.ts';
import { readText } from '../shell/input.ts';
import { writeLine } from '../shell/output.ts';
import { checkedSecret, writeSecret } from '../write-secret.ts';

/** Writes a destination's credentials. The value comes from a stream or a file and goes to Secrets Manager only. */
export const secretSet = defineCommand({
  name: 'secret set',
  summary:
    'Sets a destination\'s credentials: JSON like {"apiKey": "…"}, or of the shape that it declares, from standard input or a file.',
  parameters: '<destination>',
  arity: { least: 1, most: 1 },
  flags: { file: { type: 'string', value: '<path>', about: 'read from this file' }, ...yesFlag },
  examples: ['secret set stripe --env dev < stripe.json', 'secret set stripe --env prod --file stripe.json'],
  run: async ({ flags, environment, positionals: [name = ''] }, context) => {
    const destination = findDestination(name, context);
    if (flags.file === undefined && context.isTTY) {
      writeLine(
        context.stderr,
        'Paste the JSON and end with Ctrl-D. The terminal shows it: a file or a pipe does not.',
      );
    }
    const text = (await readText(flags.file ?? '-', context)).trim();
    const credentials = checkedSecret(text, destination, environment);
    await confirmChange(
      {
        environment: environment.name,
        what: `replace the credentials of ${name}`,
        yes: flags.yes,
        stdinTaken: flags.file === undefined,
      },
      context,
    );
    await writeSecret({ destination, environment, text, credentials, json: flags.json }, context);
    return exitCodes.ok;
  },
});
