import { createSendHttp } from '../../../functions/core/http/send-http.ts';
import { createRedactor } from '../../../functions/core/redact/redactor.ts';
import { type Address, AddressError, parseAddress } from '../../scaffold/address.ts';
import { AnswerError, type Asked, ask } from '../../scaffold/ask.ts';
import { type Auth, parseAuth } from '../../scaffold/auth.ts';
import { factsOf } from '../../scaffold/facts.ts';
import { scaffoldFiles, scaffoldPaths } from '../../scaffold/files.ts';
import { nameProblem, operationName } from '../../scaffold/names.ts';
import { entriesOf, nextSteps, warningsOf } from '../../scaffold/next-steps.ts';
import type { Context } from '../context.ts';
import { refuseExisting, writeNew } from '../new/write-new.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { CommandError, UsageError } from '../shell/errors.ts';
import { printable } from '../shell/output.ts';

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
    const apiKey = keyIn(flags['key-env'], context);
    if (apiKey !== undefined && holds(address, apiKey)) {
      throw new UsageError(
        '--from-probe: the address holds the key, and it is written down: send it in a header, by --auth',
      );
    }
    const asked = await asking({ name, address, auth, apiKey }, context);
    const facts = factsOf({ name, operation, address, auth }, asked, context.now());
    const files = await scaffoldFiles(facts);
    await writeNew(
      name,
      { files, entries: entriesOf(facts), steps: nextSteps(facts), warnings: warningsOf(facts, asked) },
      flags,
      context,
    );
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

/** However it is written in the address. */
const holds = (address: Address, apiKey: string) =>
  [JSON.stringify(address), decoded(JSON.stringify(address))].some((text) =>
    [apiKey, encodeURIComponent(apiKey)].some((key) => text.includes(key)),
  );

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

interface Asking {
  readonly name: string;
  readonly address: Address;
  readonly auth: Auth;
  readonly apiKey: string | undefined;
}

async function asking(options: Asking, { now, sleep }: Context): Promise<Asked> {
  const send = createSendHttp({ allowPrivateAddresses: options.address.isLoopback, now });
  const redactor = createRedactor();
  if (options.apiKey !== undefined) {
    redactor.addSecret(options.apiKey);
    // Of user:password also the second alone.
    redactor.addSecret(options.apiKey.slice(options.apiKey.indexOf(':') + 1));
  }
  try {
    return await ask({ ...options, redact: redactor.secrets, send, now, sleep });
  } catch (error) {
    if (error instanceof RangeError) {
      throw new UsageError('--from-probe: the path of the address must be plain, without . and .. in it');
    }
    if (!(error instanceof AnswerError)) throw error;
    throw new CommandError(`nothing was written: ${printable(redactor.secrets(error.message))}`);
  }
}
