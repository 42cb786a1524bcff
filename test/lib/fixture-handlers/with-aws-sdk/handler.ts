import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({ region: 'us-east-1' });

/** Returns the credentials that the bundled client finds; the second client is loaded when it is asked for only. */
export const handler = async (event: { readonly secrets?: boolean }) => {
  if (event.secrets === true) {
    const { SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
    return typeof SecretsManagerClient;
  }
  return client.config.credentials();
};
