/** The CDK app: a stack per environment, all from the same built functions. */
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { Settings } from '../functions/core/config.ts';
import type { DeclaredIntegration } from '../functions/core/declare/integration.ts';
import { integrations } from '../functions/integrations/index.ts';
import { buildFunctions } from './build/build.ts';
import type { Bundle } from './build/bundle.ts';
import { functionSources } from './build/function-sources.ts';
import { type EnvironmentName, environments } from './environments.ts';
import { inEnvironment } from './settled.ts';
import { IntegrationsStack } from './stack/integrations-stack.ts';
import { type Parts, placed } from './stack/parts.ts';
import { readParts } from './stack/read-parts.ts';

export interface AppProps {
  readonly environments: readonly EnvironmentName[];
  readonly integrations: readonly DeclaredIntegration[];
  /** @default - as many in the environment's own template as it holds, the others in parts */
  readonly parts?: Parts;
  /** Folder of each built function, by name. */
  readonly functionDirs: ReadonlyMap<string, string>;
  /** @default - what CDK chooses: `CDK_OUTDIR`, or a temporary folder */
  readonly outDir?: string;
  /** Put over the settings of every environment. */
  readonly settings?: Partial<Settings>;
  /** Whether cdk-nag and CDK's own validation look at the templates; a finding makes `synth` throw. */
  readonly validate: boolean;
}

/** The environment that runs on this machine has an address of its own; the others go where the AWS profile points. */
const localAccount = { account: '000000000000', region: 'us-east-1' };

export function createApp(props: AppProps): App {
  const app = new App({
    // Nothing in the templates but what is asked for.
    analyticsReporting: false,
    builtinCloudFormationValidation: props.validate,
    ...(props.outDir === undefined ? {} : { outdir: props.outDir }),
  });
  if (props.validate) {
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  }
  const names = props.integrations.map(({ name }) => name);
  const parts = props.parts ?? placed({}, names);
  // Throws `SettingsError` where the settings of an environment do not fit.
  for (const name of props.environments) {
    const environment = environments[name];
    const changed = { ...environment, settings: { ...environment.settings, ...props.settings } };
    new IntegrationsStack(app, {
      ...inEnvironment(changed, props.integrations),
      parts,
      functionDirs: props.functionDirs,
      ...(name === 'local' ? { env: localAccount } : {}),
    });
  }
  return app;
}

export interface SynthesizeProps extends Pick<AppProps, 'environments' | 'settings'> {
  /** @default - every integration there is */
  readonly integrations?: readonly DeclaredIntegration[];
  /** Where their `functions` and `contracts` are, as `functionSources` takes it. */
  readonly top?: string;
  /** Told of each function's bundle as it is made. */
  readonly onBundle?: (name: string, bundle: Bundle) => void;
  /** Becomes the cloud assembly; the functions are built beside it, in `build`. Use a folder for nothing else. */
  readonly outDir: string;
}

/**
 * Builds the functions and synthesizes `environments`; returns the folder of the cloud assembly.
 * Nothing is checked but the build: `bin/app.ts` does that, and here every start of the local environment waits for it.
 */
export async function synthesize(props: SynthesizeProps): Promise<string> {
  const chosen = props.integrations ?? integrations;
  const buildDir = join(props.outDir, 'build');
  const functionDirs = await buildFunctions(functionSources(chosen, props.top), buildDir, props.onBundle);
  const parts = props.integrations === undefined ? { parts: readParts() } : {};
  const app = createApp({ ...props, ...parts, integrations: chosen, functionDirs, validate: false });
  return app.synth().directory;
}
