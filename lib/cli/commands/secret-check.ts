import { GetSecretValueCommand, type GetSecretValueResponse } from '@aws-sdk/client-secrets-manager';
import { secretName } from '../../names.ts';
import { checkCredentials, hostOf } from '../credentials.ts';
import { findDestination } from '../resources.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { CommandError } from '../shell/errors.ts';
import { explainFailure } from '../shell/failure.ts';
import { printable, writeJson, writeLine } from '../shell/output.ts';
import { type Tried, tryCredentials } from '../try-credentials.ts';

/** Reads a destination's credentials, and says whether they have the right shape and the third party takes them. Never shows the value. */
export const secretCheck = defineCommand({
  name: 'secret check',
  summary:
    "Whether a destination's credentials have the right shape and the third party takes them, where they point and when they were changed.",
  parameters: '<destination>',
  arity: { least: 1, most: 1 },
  flags: {},
  examples: ['secret check stripe --env prod'],
  run: async ({ flags, environment, positionals: [name = ''] }, context) => {
    const destination = findDestination(name, context);
    const { secrets } = await context.clients(environment.name);
    const secret = secretName(environment.name, name);
    const answer: GetSecretValueResponse = await secrets
      .send(new GetSecretValueCommand({ SecretId: secret }))
      .catch((error: unknown) => {
        const reason = explainFailure(error, environment.name, context.env) ?? (error as Error).name;
        throw new CommandError(`${secret} cannot be read: ${reason}`);
      });
    const { allowPrivateAddresses } = environment.settings;
    const { credentials, problems } = checkCredentials(
      answer.SecretString ?? '',
      destination,
      allowPrivateAddresses,
    );
    const valid = credentials !== undefined && problems.length === 0;
    const tried: Tried = valid
      ? await tryCredentials(
          { destination, text: answer.SecretString ?? '', credentials },
          environment,
          context,
        )
      : { outcome: 'not-tried' };
    const found = {
      secret,
      valid,
      problems,
      tried,
      ...(valid ? { host: hostOf(credentials, destination) } : {}),
      versionId: answer.VersionId,
      changedAt: answer.CreatedDate?.toISOString(),
    };
    if (flags.json) writeJson(context, found);
    else {
      const state = valid
        ? `well-formed, ${sentenceOf(tried, name)}; requests go to ${found.host}`
        : `not valid: ${problems.join('; ')}`;
      writeLine(context.stdout, `${secret}: ${state}`);
      writeLine(
        context.stdout,
        `changed ${found.changedAt ?? 'at an unknown time'}, version ${found.versionId ?? 'unknown'}`,
      );
    }
    return valid && tried.outcome === 'accepted' ? exitCodes.ok : exitCodes.found;
  },
});

function sentenceOf({ outcome, reason }: Tried, destination: string): string {
  const why = reason === undefined ? '' : ` (${printable(reason)})`;
  switch (outcome) {
    case 'accepted':
      return `${destination} takes them${why}`;
    case 'refused':
      return `and ${destination} refuses them${why}`;
    case 'unclear':
      return `and ${destination} does not say whether it takes them${why}`;
    case 'not-tried':
      return `not tried${why}`;
  }
}
