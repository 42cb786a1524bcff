/**
 * What GitHub's workflows need in an account: its identity provider, a role per environment that deploys it, and one that
 * compares. Not part of the app: an administrator deploys it once, and no workflow can change it.
 */
import { ArnFormat, Stack, type StackProps } from 'aws-cdk-lib';
import {
  type IOidcProvider,
  OidcProviderNative,
  PolicyDocument,
  type PolicyStatement,
  Role,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledgeOwnNames } from '../stack/own-names.ts';
import { githubPrincipal } from './github-principal.ts';
import { deployStatements, type PromotedEnvironment, readStacks } from './promotion-statements.ts';

export interface PromotionStackProps extends Pick<StackProps, 'env'> {
  /** `<owner>/<name>` on GitHub. */
  readonly repository: string;
  /** What is deployed to this account. */
  readonly environments: readonly PromotedEnvironment[];
  /**
   * Where they are deployed. Roles are the account's, in every region by the same name: there is one of these stacks in an
   * account, and its roles deploy to all of them.
   * @default - to the region of this stack
   */
  readonly regions?: readonly string[];
  /**
   * The branch whose workflows may compare with what is deployed.
   * @default main
   */
  readonly branch?: string;
  /**
   * Use the identity provider that the account has: there can be only one for GitHub.
   * @default false
   */
  readonly importsProvider?: boolean;
}

interface WorkflowRole {
  readonly roleName: string;
  readonly description: string;
  /** The end of the subject that a job's token must have. */
  readonly subject: string;
  readonly statements: readonly PolicyStatement[];
}

/** What `configure-aws-credentials` asks GitHub for. https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws */
const issuer = 'token.actions.githubusercontent.com';

export class PromotionStack extends Stack {
  constructor(scope: Construct, id: string, props: PromotionStackProps) {
    const { repository, environments, branch = 'main', importsProvider = false, env } = props;
    super(scope, id, {
      ...(env === undefined ? {} : { env }),
      stackName: id,
      description: `Lets the workflows of ${repository} deploy Interlock`,
      terminationProtection: true,
    });
    const provider = importsProvider ? this.importProvider() : this.createProvider();
    const createRole = (roleId: string, role: WorkflowRole) => {
      const { roleName, description, subject, statements } = role;
      const created = new Role(this, roleId, {
        roleName,
        description,
        assumedBy: githubPrincipal(provider, issuer, `repo:${repository}:${subject}`),
        inlinePolicies: { Workflow: new PolicyDocument({ statements: [...statements] }) },
      });
      acknowledgeOwnNames(created, statements);
    };
    const regions = props.regions ?? [this.region];
    for (const environment of environments) {
      createRole(`Deploy-${environment}`, {
        roleName: `interlock-${environment}-deploy`,
        description: `Deploys interlock-${environment}, for jobs in the GitHub environment ${environment}`,
        subject: `environment:${environment}`,
        statements: deployStatements(this, regions, environment),
      });
    }
    createRole('Diff', {
      roleName: 'interlock-diff',
      description: `Compares with what is deployed, for jobs on ${branch}`,
      subject: `ref:refs/heads/${branch}`,
      statements: [readStacks(this, regions, environments)],
    });
  }

  private createProvider(): IOidcProvider {
    return new OidcProviderNative(this, 'GitHub', {
      url: `https://${issuer}`,
      clientIds: ['sts.amazonaws.com'],
    });
  }

  private importProvider(): IOidcProvider {
    const arn = this.formatArn({
      service: 'iam',
      region: '',
      resource: 'oidc-provider',
      resourceName: issuer,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    return OidcProviderNative.fromOidcProviderArn(this, 'GitHub', arn);
  }
}
