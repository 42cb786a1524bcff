/**
 * Stands in for `@aws-sdk/credential-provider-node` in the Lambda bundles (lib/build/build.ts): Lambda hands a function its
 * role's credentials in environment variables, and the chain that looks everywhere else (STS, SSO, IMDS, ini files)
 * is 135 KB and a third of the cold start.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
import { fromEnv } from '@aws-sdk/credential-provider-env';

/** Named as the SDK's clients import it. Rejects with `CredentialsProviderError` where the variables are not set. */
export const defaultProvider = fromEnv;
