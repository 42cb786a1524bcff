import { createHash, randomBytes } from 'node:crypto';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { isAllowedHost } from '../../../functions/core/declare/allowed-host.ts';
import type { Credentials, Destination } from '../../../functions/core/declare/destination.ts';
import { ConfigError } from '../../../functions/core/errors.ts';
import { exchangeCode } from '../../../functions/core/http/exchange-token.ts';
import { createSendHttp } from '../../../functions/core/http/send-http.ts';
import type { Environment } from '../../environments.ts';
import { secretName } from '../../names.ts';
import { awaitCode, type Consented, type Redirect } from '../connect/await-code.ts';
import { refreshTokenIn, withRefreshToken } from '../connect/refresh-token-in.ts';
import type { Context } from '../context.ts';
import { findDestination } from '../resources.ts';
import { defineCommand, exitCodes, yesFlag } from '../shell/command.ts';
import { confirmChange } from '../shell/confirm.ts';
import { CommandError } from '../shell/errors.ts';
import { explainFailure } from '../shell/failure.ts';
import { wholeNumber } from '../shell/flags.ts';
import { readText } from '../shell/input.ts';
import { writeLine } from '../shell/output.ts';
import { checkedSecret, writeSecret } from '../write-secret.ts';

/** A person looks for a password, and for who may consent. Codes themselves live for ten minutes at most (RFC 6749 §4.1.2). */
const patienceSeconds = 10 * 60;

/** Gets the refresh token of a person's consent, and writes it into the secret. It is never shown. */
export const connect = defineCommand({
  name: 'connect',
  summary:
    "Gets a person's consent in a browser, and writes the refresh token that it brings into the destination's secret, beside what is there.",
  parameters: '<destination>',
  arity: { least: 1, most: 1 },
  flags: {
    file: {
      type: 'string',
      value: '<path>',
      about: 'the client and the rest of the secret, instead of what is set',
    },
    port: {
      type: 'string',
      value: '<port>',
      about: 'where the browser comes back to, if the third party wants a known one',
    },
    ...yesFlag,
  },
  examples: ['connect xero --env dev --file client.json', 'connect xero --env prod --port 8976'],
  run: async ({ flags, environment, positionals: [name = ''] }, context) => {
    const destination = findDestination(name, context);
    const port = flags.port === undefined ? anyPort : wholeNumber('port', flags.port, 1, 65_535);
    const consent = destination.token?.consent;
    const at = refreshTokenIn(destination);
    if (consent === undefined || at === undefined)
      throw new CommandError(
        `${name} needs no consent that could be got here: declare \`consentAt\` in its \`refreshToken({ … })\`, or use \`secret set\``,
      );
    const known =
      flags.file === undefined
        ? await secretNow(destination, environment, context)
        : objectIn(await readText(flags.file, context));
    if (known === undefined)
      throw new CommandError(`the secret of ${name} is no JSON object: give its client with --file`);
    // In the shape that it will have, so that nobody consents for nothing.
    const draft = withRefreshToken(known, at, `not-yet-${randomBytes(24).toString('hex')}`);
    const credentials = checkedSecret(JSON.stringify(draft), destination, environment);
    await confirmChange(
      {
        environment: environment.name,
        what: `replace the refresh token of ${name}`,
        yes: flags.yes,
        stdinTaken: flags.file === '-',
      },
      context,
    );
    const [state, verifier] = [random(), random()];
    const redirect = await listening(port, state);
    try {
      const page = pageOf(destination, credentials, environment, {
        state,
        verifier,
        redirectUri: redirect.uri,
      });
      writeLine(context.stderr, `Open this address, and consent. It comes back to ${redirect.uri}:\n${page}`);
      const code = codeOf(await withPatience(redirect, context), name);
      const text = JSON.stringify(
        withRefreshToken(
          known,
          at,
          await refreshTokenFor(destination, credentials, environment, context, {
            code,
            verifier,
            redirectUri: redirect.uri,
          }),
        ),
      );
      const whole = checkedSecret(text, destination, environment);
      await writeSecret({ destination, environment, text, credentials: whole, json: flags.json }, context);
      return exitCodes.ok;
    } finally {
      redirect.close();
    }
  },
});

/** Whatever is free. */
const anyPort = 0;

/** 256 bits, as RFC 7636 §7.1 recommends. */
const random = () => randomBytes(32).toString('base64url');

async function secretNow(
  { name }: Destination,
  environment: Environment,
  context: Context,
): Promise<Record<string, unknown> | undefined> {
  const { secrets } = await context.clients(environment.name);
  const secret = secretName(environment.name, name);
  try {
    const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: secret }));
    return objectIn(SecretString);
  } catch (error) {
    const reason = explainFailure(error, environment.name, context.env) ?? (error as Error).name;
    throw new CommandError(`${secret} cannot be read: ${reason}`);
  }
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

async function listening(port: number, state: string): Promise<Redirect> {
  try {
    return await awaitCode(port, state);
  } catch (error) {
    const { code = 'no code' } = error as NodeJS.ErrnoException;
    throw new CommandError(`nobody can listen on port ${port} of this machine (${code})`);
  }
}

interface Flow {
  readonly state: string;
  readonly verifier: string;
  readonly redirectUri: string;
}

/** The address to open. On this machine it is the stand-in's, where the secret names one. */
function pageOf(
  destination: Destination,
  credentials: Credentials,
  { settings: { allowPrivateAddresses } }: Environment,
  { state, verifier, redirectUri }: Flow,
): string {
  const { consent } = destination.token ?? {};
  const declared = URL.parse(consent?.address(credentials) ?? '');
  const isTaken = allowPrivateAddresses && credentials.baseUrl !== undefined;
  const page =
    isTaken && declared !== null
      ? URL.parse(declared.pathname + declared.search, credentials.baseUrl)
      : declared;
  const isAllowed =
    isTaken || (page?.protocol === 'https:' && isAllowedHost(page.hostname, destination.allowedHosts));
  if (page === null || !isAllowed)
    throw new CommandError(`the page of consent is not https on ${destination.allowedHosts.join(' or ')}`);
  const fields = {
    response_type: 'code',
    client_id: consent?.clientId(credentials) ?? '',
    redirect_uri: redirectUri,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(fields)) page.searchParams.set(name, value);
  return page.href;
}

async function withPatience({ consented }: Redirect, { sleep }: Context): Promise<Consented | undefined> {
  // By the second, so that no timer keeps the process for minutes after it. Whoever interrupts ends the wait.
  for (let second = 0; second < patienceSeconds; second += 1) {
    const found = await Promise.race([consented, sleep(1_000).then(() => undefined)]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function codeOf(consented: Consented | undefined, name: string): string {
  if (consented === undefined)
    throw new CommandError('nobody consented within ten minutes: nothing was written');
  if ('code' in consented) return consented.code;
  if ('refused' in consented)
    throw new CommandError(`${name} was not consented to (${consented.refused}): nothing was written`);
  throw new CommandError(
    'the browser brought another state than it was given, so the answer is not to be trusted: nothing was written',
  );
}

async function refreshTokenFor(
  destination: Destination,
  credentials: Credentials,
  { settings: { allowPrivateAddresses } }: Environment,
  { now, random: chance }: Context,
  given: { readonly code: string; readonly verifier: string; readonly redirectUri: string },
): Promise<string> {
  const { name } = destination;
  const send = createSendHttp({ allowPrivateAddresses, now });
  const exchanged = await exchangeCode(
    { destination, credentials, send, allowPrivateAddresses, now, random: chance },
    given,
  ).catch((error: unknown) => {
    if (error instanceof ConfigError) throw new CommandError(error.message);
    throw error;
  });
  if (!('got' in exchanged)) {
    const why = 'revoked' in exchanged ? exchanged.revoked : exchanged.failed;
    throw new CommandError(`${name} gave no token for the consent (${why}): nothing was written`);
  }
  if (exchanged.got.refreshToken === undefined)
    throw new CommandError(
      `${name} gave no refresh token: does \`consentAt\` ask for one, by a scope like offline_access? Nothing was written`,
    );
  return exchanged.got.refreshToken;
}
