import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { Destination } from '../../../functions/core/declare/destination.ts';
import { secretValues } from '../../../functions/core/declare/secret-values.ts';
import { secretName } from '../../names.ts';
import type { Context } from '../context.ts';
import { checkCredentials, hostOf } from '../credentials.ts';
import { requestSupervisor } from '../request-supervisor.ts';
import { findDestination } from '../resources.ts';
import { defineCommand, exitCodes, yesFlag } from '../shell/command.ts';
import { confirmChange } from '../shell/confirm.ts';
import { CommandError } from '../shell/errors.ts';
import { explainFailure } from '../shell/failure.ts';
import { readText } from '../shell/input.ts';
import { writeJson, writeLine } from '../shell/output.ts';
import { weakness } from '../weak-secret.ts';

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
    const { credentials, problems } = checkCredentials(
      text,
      destination,
      environment.settings.allowPrivateAddresses,
    );
    const weak = secretValues(parseJson(text), destination).flatMap(({ path, text: value }) => {
      const why = weakness(value);
      return why === undefined ? [] : [`${path}: ${why}; if it is no secret, name it in publicCredentials`];
    });
    if (credentials !== undefined && problems.length === 0 && weak.length > 0) {
      throw new CommandError(
        `nothing was written, ${name} needs keys that can be kept out of logs:\n  ${weak.join('\n  ')}`,
      );
    }
    if (credentials === undefined || problems.length > 0) {
      throw new CommandError(
        `nothing was written, these are no credentials of ${name}:\n  ${problems.join('\n  ')}`,
      );
    }
    await confirmChange(
      {
        environment: environment.name,
        what: `replace the credentials of ${name}`,
        yes: flags.yes,
        stdinTaken: flags.file === undefined,
      },
      context,
    );
    const { secrets, sqs } = await context.clients(environment.name);
    const secret = secretName(environment.name, name);
    const kept =
      environment.name === 'local' && credentials.baseUrl === undefined
        ? await baseUrlIn(secrets, secret, destination)
        : {};
    const written = kept.baseUrl === undefined ? text : JSON.stringify({ ...JSON.parse(text), ...kept });
    const versionId = await put(secrets, secret, written, context).catch((error: unknown) => {
      const reason = explainFailure(error, environment.name, context.env) ?? (error as Error).name;
      // Not the error itself: what a client or a proxy says may quote the request.
      throw new CommandError(`${secret} was not written: ${reason}`);
    });
    const host = hostOf({ ...credentials, ...kept }, destination);
    if (flags.json) writeJson(context, { secret, versionId, host });
    else writeLine(context.stdout, versionId);
    const requested = await requestSupervisor(sqs, environment.name, { ask: 'look', destination: name }).then(
      () => 'if they are parked, they go on now, once a probe with it passes',
      (error: unknown) => {
        const reason = explainFailure(error, environment.name, context.env) ?? (error as Error).name;
        // The secret is set all the same: the supervisor finds it by itself.
        writeLine(context.stderr, `warning: the supervisor could not be asked to look at it now: ${reason}`);
        return 'if they are parked, they go on within minutes, once a probe with it passes';
      },
    );
    writeLine(
      context.stderr,
      `${secret} is set, requests go to ${host}; functions use it within five minutes; ${requested}`,
    );
    return exitCodes.ok;
  },
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Where the secret points now. On this machine a new key must not send a stand-in's traffic to the real third party:
 * whoever wants that writes its address. Nothing when there is no secret that could be read.
 */
async function baseUrlIn(
  secrets: SecretsManagerClient,
  secret: string,
  destination: Destination,
): Promise<{ readonly baseUrl?: string }> {
  const { SecretString = '' } = await secrets
    .send(new GetSecretValueCommand({ SecretId: secret }))
    .catch(() => ({ SecretString: '' }));
  const { credentials } = checkCredentials(SecretString, destination, true);
  return credentials?.baseUrl === undefined ? {} : { baseUrl: credentials.baseUrl };
}

async function put(
  secrets: SecretsManagerClient,
  secret: string,
  text: string,
  { randomId }: Context,
): Promise<string> {
  // With a token, a repetition by the SDK makes no second version.
  const { VersionId } = await secrets.send(
    new PutSecretValueCommand({ SecretId: secret, SecretString: text, ClientRequestToken: randomId() }),
  );
  return VersionId ?? '';
}
