import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { createTokenItem } from '../../../../functions/core/aws/token-item.ts';
import type { Credentials, Destination } from '../../../../functions/core/declare/destination.ts';
import { openToken } from '../../../../functions/core/redact/token-seal.ts';
import { ledgerTableName, secretName } from '../../../names.ts';
import { checkCredentials } from '../../credentials.ts';
import { fewAtOnce } from '../../few-at-once.ts';
import { tryCredentials } from '../../try-credentials.ts';
import { type Deployed, type DeployedCheck, destinationsOf, type Look, notLookedAt } from './look.ts';

/** Whether each secret is filled and the third party takes it; of one that gets tokens, whether there is one that still works. */
export const secrets: DeployedCheck = {
  name: 'secrets',
  look: (deployed) =>
    fewAtOnce(destinationsOf(deployed.context), (one) =>
      lookAt(one, deployed).catch((error: unknown): Look => {
        const { name } = deployed.environment;
        if ((error as Error).name === 'ResourceNotFoundException')
          return {
            state: 'trouble',
            says: `there is no secret ${secretName(name, one.name)}`,
            todo: `deploy, and then: npm run interlock -- secret set ${one.name} --env ${name}`,
          };
        const { says, ...rest } = notLookedAt(error, deployed);
        return { ...rest, says: `the secret of ${one.name}: ${says}` };
      }),
    ),
};

async function lookAt(destination: Destination, deployed: Deployed): Promise<Look> {
  const { name } = destination;
  const { clients, environment, context } = deployed;
  const { SecretString: text = '' } = await clients.secrets.send(
    new GetSecretValueCommand({ SecretId: secretName(environment.name, name) }),
  );
  const { credentials, problems } = checkCredentials(
    text,
    destination,
    environment.settings.allowPrivateAddresses,
  );
  const set = `npm run interlock -- secret set ${name} --env ${environment.name}`;
  if (credentials === undefined || problems.length > 0)
    return {
      state: 'trouble',
      says: `the secret of ${name} is not filled: ${problems.join('; ')}`,
      todo: set,
    };
  if (destination.token !== undefined) return tokenOf(destination, credentials, deployed);
  const { outcome, reason } = await tryCredentials({ destination, text, credentials }, environment, context);
  const why = reason === undefined ? '' : ` (${reason})`;
  switch (outcome) {
    case 'accepted':
      return { state: 'ok', says: `${name} takes its credentials` };
    case 'refused':
      return { state: 'trouble', says: `${name} refuses its credentials${why}`, todo: set };
    case 'not-tried':
      return { state: 'not looked at', says: `whether ${name} takes its credentials${why}` };
    case 'unclear':
      return {
        state: 'trouble',
        says: `${name} does not say whether it takes its credentials${why}`,
        todo: `npm run interlock -- status ${name} --env ${environment.name}`,
      };
  }
}

/** To get one is the supervisor's: two that exchange the same grant may end it. */
async function tokenOf(
  destination: Destination,
  credentials: Credentials,
  { clients, environment: { name: environment }, context }: Deployed,
): Promise<Look> {
  const { name } = destination;
  const { sealed } = await createTokenItem({
    client: clients.dynamodb,
    tableName: ledgerTableName(environment),
    destination: name,
  }).read();
  const kept = sealed === undefined ? undefined : openToken(sealed, credentials, destination);
  if (kept !== undefined && kept.expiresAtMs > context.now())
    return {
      state: 'ok',
      says: `the token of ${name} works until ${new Date(kept.expiresAtMs).toISOString()}`,
    };
  return {
    state: 'trouble',
    says: kept === undefined ? `there is no token for ${name}` : `the token of ${name} has ended`,
    todo: `the supervisor gets one within minutes; what keeps it from that: npm run interlock -- status ${name} --env ${environment}`,
  };
}
