import { App, type AppProps, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { PromotionStack } from './promotion-stack.ts';
import { promotedEnvironments } from './promotion-statements.ts';

/**
 * The app of `bin/bootstrap.ts`. It reads the context (`-c`): `repository`, and where they differ from the default
 * `environments` (those of this account) and `regions` (where they are deployed), both separated by commas, `branch` and `oidcProvider` (`create` or `import`).
 * Throws `TypeError` that says what to pass.
 */
export function createPromotionApp(props: AppProps = {}): App {
  const app = new App({ analyticsReporting: false, ...props });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const repository = text(app, 'repository');
  if (repository === undefined)
    throw new TypeError('say which repository may deploy: -c repository=<owner>/<name>');
  const branch = text(app, 'branch');
  const regions = regionsOf(text(app, 'regions'));
  new PromotionStack(app, 'interlock-promotion', {
    repository,
    environments: environmentsOf(text(app, 'environments')),
    ...(branch === undefined ? {} : { branch }),
    ...(regions === undefined ? {} : { regions }),
    importsProvider:
      oneOf('oidcProvider', text(app, 'oidcProvider') ?? 'create', ['create', 'import']) === 'import',
  });
  return app;
}

const text = (app: App, key: string): string | undefined => app.node.tryGetContext(key)?.toString();

const environmentsOf = (names: string | undefined) =>
  names?.split(',').map((name) => oneOf('environments', name, promotedEnvironments)) ?? promotedEnvironments;

/** As AWS names them: `eu-central-1`, `us-gov-west-1`. */
const region = /^[a-z]{2}(-[a-z]+)+-\d+$/;

function regionsOf(names: string | undefined): readonly string[] | undefined {
  const wrong = names?.split(',').find((name) => !region.test(name));
  if (wrong !== undefined) throw new TypeError(`-c regions: expected eu-central-1,us-east-1, got "${wrong}"`);
  return names?.split(',');
}

function oneOf<T extends string>(key: string, value: string, known: readonly T[]): T {
  const found = known.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw new TypeError(`-c ${key}: expected ${known.join(' or ')}, got "${value}"`);
}
