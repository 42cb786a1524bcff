import { LambdaClient } from '@aws-sdk/client-lambda';

const client = new LambdaClient({ region: 'us-east-1' });

/** Returns the credentials that the bundled client finds; the second client is loaded when it is asked for only. */
export const handler = async (event: { readonly sns?: boolean }) => {
  if (event.sns === true) {
    const { SNSClient } = await import('@aws-sdk/client-sns');
    return typeof SNSClient;
  }
  return client.config.credentials();
};
