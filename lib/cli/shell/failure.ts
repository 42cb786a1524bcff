/** Turns what an AWS client throws into what the operator has to do. */
import { type EnvironmentName, environmentNames } from '../../environments.ts';
import { stackName } from '../../names.ts';
import { localEndpoint } from '../clients.ts';
import type { Context } from '../context.ts';

const notDeployed = new Set([
  'QueueDoesNotExist',
  'AWS.SimpleQueueService.NonExistentQueue',
  'ResourceNotFoundException',
  'NotFoundException',
  'NotFound',
]);
const noCredentials = new Set(['CredentialsProviderError', 'TokenProviderError']);
const refusedCredentials = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
]);
const unreachable = new Set(['ECONNREFUSED', 'ENOTFOUND', 'ECONNRESET', 'EHOSTUNREACH', 'ETIMEDOUT']);

/**
 * What the failure means, or `undefined` when it is none of the known ones. Quotes nothing of the request,
 * so that it is safe for requests that carry a secret.
 */
export function explainFailure(
  error: unknown,
  environment: EnvironmentName,
  env: Context['env'],
): string | undefined {
  const { name, code, message } = namesOf(error);
  const hints = `--env ${environmentNames.join('|')}`;
  if (environment === 'local' && unreachable.has(code)) {
    return `nothing answers at ${localEndpoint(env)}: is \`npm start\` running?`;
  }
  if (unreachable.has(code)) return `AWS cannot be reached (${code}): check the network and the region`;
  if (noCredentials.has(name)) {
    return `there are no AWS credentials for ${environment}: sign in (aws sso login) or set AWS_PROFILE`;
  }
  if (refusedCredentials.has(name)) return `AWS refuses the credentials (${name}): sign in again`;
  if (/region is missing/i.test(message))
    return 'no AWS region is set: set AWS_REGION, or one in the profile';
  if (/^AccessDenied/.test(name) || name === 'AuthorizationError') {
    return `AWS denies this to the credentials in use (${name}): is it the account of ${environment}?`;
  }
  if (notDeployed.has(name)) {
    return `${stackName(environment)} lacks what this needs (${name}): is it deployed to this account and region? (${hints})`;
  }
  return undefined;
}

function namesOf(error: unknown): { name: string; code: string; message: string } {
  if (!(error instanceof Error)) return { name: '', code: '', message: '' };
  // Node reports a host with several addresses as an AggregateError around the real ones.
  const inner = error instanceof AggregateError ? error.errors[0] : undefined;
  const { code } = (inner ?? error) as { code?: unknown };
  return { name: error.name, code: typeof code === 'string' ? code : '', message: error.message };
}
