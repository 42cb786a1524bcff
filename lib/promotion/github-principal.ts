import { type IOidcProvider, type IPrincipal, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';

/**
 * The jobs of GitHub whose token says exactly `subject`. Equal, not like: `repo:owner/*` would let every repository of the
 * owner in, and without the condition every repository on GitHub. Throws `TypeError` on a pattern.
 * https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
 */
export function githubPrincipal(provider: IOidcProvider, issuer: string, subject: string): IPrincipal {
  if (!/^repo:[\w.-]+\/[\w.-]+:(environment:[\w-]+|ref:refs\/heads\/[\w./-]+)$/.test(subject)) {
    throw new TypeError(
      `"${subject}" is no subject of a GitHub token: the repository is <owner>/<name>, without *`,
    );
  }
  return new WebIdentityPrincipal(provider.oidcProviderArn, {
    StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com', [`${issuer}:sub`]: subject },
  });
}
