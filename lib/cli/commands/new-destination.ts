import { access, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createSendHttp } from '../../../functions/core/http/send-http.ts';
import { createRedactor } from '../../../functions/core/redact/redactor.ts';
import { type Address, AddressError, parseAddress } from '../../scaffold/address.ts';
import { AnswerError, type Asked, ask } from '../../scaffold/ask.ts';
import { type Auth, parseAuth } from '../../scaffold/auth.ts';
import { factsOf } from '../../scaffold/facts.ts';
import { type ScaffoldFile, scaffoldFiles, scaffoldPaths } from '../../scaffold/files.ts';
import { nameProblem, operationName } from '../../scaffold/names.ts';
import { nextSteps, warningsOf } from '../../scaffold/next-steps.ts';
import type { Context } from '../context.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { CommandError, UsageError } from '../shell/errors.ts';
import { printable, writeJson, writeLine } from '../shell/output.ts';

/** Makes the files of a new destination from what one address of the third party really answers. */
export const newDestination = defineCommand({
  name: 'new destination',
  summary:
    'Asks an address of a third party, once with the key and once with a wrong one, and writes a destination from the answers.',
  parameters: '<name>',
  arity: { least: 1, most: 1 },
  flags: {
    'from-probe': {
      type: 'string',
      value: '<url>',
      about: 'a cheap address that is read with GET and a key',
    },
    'key-env': { type: 'string', value: '<variable>', about: 'variable of your shell that holds the key' },
    auth: {
      type: 'string',
      value: 'bearer|basic|header:<name>|query:<name>',
      about: 'how the key travels; bearer unless given. For basic it is user:password',
    },
    operation: {
      type: 'string',
      value: '<verb-noun>',
      about: 'name of the first operation; made of the address unless given',
    },
    'dry-run': { type: 'boolean', about: 'show the files, write none' },
  },
  examples: [
    'new destination acme --from-probe https://api.acme.example/v1/people?limit=1 --key-env ACME_KEY',
    'new destination acme --from-probe https://api.acme.example/me --key-env ACME_KEY --auth header:X-Api-Key --dry-run',
  ],
  run: async ({ flags, positionals: [name = ''] }, context) => {
    const problem = nameProblem(name);
    if (problem !== undefined) throw new UsageError(`"${name}" is no name for a destination: ${problem}`);
    const address = addressIn(flags['from-probe']);
    const auth = parseAuth(flags.auth ?? 'bearer');
    if (auth === undefined) {
      throw new UsageError(
        '--auth takes bearer, basic, header: and the name of a header, header:X-Api-Key, or query: and the name of a parameter, query:api_key',
      );
    }
    const operation = flags.operation ?? operationName(address.path);
    if (!/^[a-z]+(-[a-z0-9]+)+$/.test(operation)) {
      throw new UsageError(`--operation takes a verb and a noun, create-contact, got "${operation}"`);
    }
    const paths = Object.values(scaffoldPaths(name, operation));
    await refuseExisting(paths, context.root);
    const asked = await asking({ name, address, auth, apiKey: keyIn(flags['key-env'], context) }, context);
    const facts = factsOf({ name, operation, address, auth }, asked, context.now());
    const files = await scaffoldFiles(facts);
    if (!flags['dry-run']) await write(files, context.root);
    const warnings = warningsOf(facts, asked);
    for (const warning of warnings) writeLine(context.stderr, `warning: ${warning}`);
    const steps = nextSteps(facts);
    if (flags.json) writeJson(context, { name, written: !flags['dry-run'], files, warnings, next: steps });
    else if (flags['dry-run']) show(files, context);
    else {
      for (const { path } of files) writeLine(context.stdout, path);
      for (const step of steps) writeLine(context.stderr, `\n${step}`);
    }
    return exitCodes.ok;
  },
});

function addressIn(text: string | undefined): Address {
  if (text === undefined) throw new UsageError('new destination needs --from-probe and an address to ask');
  try {
    return parseAddress(text);
  } catch (error) {
    if (error instanceof AddressError) throw new UsageError(`--from-probe: ${error.message}`);
    throw error;
  }
}

function keyIn(variable: string | undefined, { env }: Context): string | undefined {
  if (variable === undefined) return undefined;
  const key = env[variable];
  if (key === undefined || key === '') throw new UsageError(`--key-env: the variable ${variable} is not set`);
  // As in bearerCredentials: nothing else can stand in a header. Never quoted.
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new CommandError(`${variable} holds no key: it must be visible ASCII without spaces or line ends`);
  }
  return key;
}

interface Asking {
  readonly name: string;
  readonly address: Address;
  readonly auth: Auth;
  readonly apiKey: string | undefined;
}

async function asking(options: Asking, { now, sleep }: Context): Promise<Asked> {
  const send = createSendHttp({ allowPrivateAddresses: options.address.isLoopback, now });
  try {
    return await ask({ ...options, send, now, sleep });
  } catch (error) {
    if (error instanceof RangeError) {
      throw new UsageError('--from-probe: the path of the address must be plain, without . and .. in it');
    }
    if (!(error instanceof AnswerError)) throw error;
    const redactor = createRedactor();
    if (options.apiKey !== undefined) redactor.addSecret(options.apiKey);
    throw new CommandError(`nothing was written: ${printable(redactor.secrets(error.message))}`);
  }
}

/** Nothing that a person has written is ever lost to this command. */
async function refuseExisting(paths: readonly string[], root: string): Promise<void> {
  const there = await Promise.all(
    paths.map((path) =>
      access(join(root, path)).then(
        () => [path],
        () => [],
      ),
    ),
  );
  const taken = there.flat();
  if (taken.length === 0) return;
  throw new CommandError(`nothing was asked or written, there is already: ${taken.join(', ')}`);
}

async function write(files: readonly ScaffoldFile[], root: string): Promise<void> {
  for (const { path, text } of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text, { flag: 'wx' });
  }
}

function show(files: readonly ScaffoldFile[], { stdout }: Context): void {
  for (const { path, text } of files) writeLine(stdout, `// ${path}\n${text}`);
}
