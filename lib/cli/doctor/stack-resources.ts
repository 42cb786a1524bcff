/** What an environment is made of, as its templates have it, each with the line that made it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CfnResource, Stack, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { createApp } from '../../app.ts';
import { root } from '../../build/bundle.ts';
import { functionSources } from '../../build/function-sources.ts';
import type { EnvironmentName } from '../../environments.ts';
import { loadStack, templatesOf } from '../../local/aws/assembly.ts';
import { stackName } from '../../names.ts';

export interface StackResource {
  /** As templates name it: what `Ref` and `Fn::GetAtt` say. Unique in its own template. */
  readonly id: string;
  /** The logical id of the part that it stands in; '' in the environment's own template. */
  readonly part: string;
  /** As CDK names it: `interlock-prod/Unrouted/Resource`. */
  readonly path: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Findings of cdk-nag that are acknowledged for it, with a reason each. */
  readonly acknowledged: readonly string[];
  readonly file: string;
  readonly line: number;
}

/** All environments are wired alike; this is the one that is worth the most. */
const environment: EnvironmentName = 'prod';

/** Synthesizes without building a function: no rule asks what is in one. Throws what CDK throws. */
export function readStackResources(integrations: readonly AnyIntegration[]): readonly StackResource[] {
  const dir = mkdtempSync(join(tmpdir(), 'interlock-doctor-'));
  try {
    const unbuilt = mkdtempSync(join(dir, 'unbuilt-'));
    const app = createApp({
      environments: [environment],
      integrations,
      functionDirs: new Map(functionSources(integrations).map(({ name }) => [name, unbuilt])),
      outDir: join(dir, 'out'),
      validate: false,
    });
    const templates = templatesOf(loadStack(app.synth().directory, stackName(environment)));
    return app.node
      .findAll()
      .filter(CfnResource.isCfnResource)
      .map((resource) => {
        const id = logicalId(resource);
        const part = partOf(resource);
        return {
          id,
          part,
          path: resource.node.path,
          type: resource.cfnResourceType,
          properties: templates.get(part)?.Resources[id]?.Properties ?? {},
          acknowledged: acknowledgedFor(resource),
          ...madeAt(resource.creationStack),
        };
      });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const logicalId = (resource: CfnResource): string => Stack.of(resource).resolve(resource.logicalId);

function partOf(resource: CfnResource): string {
  const { nestedStackResource } = Stack.of(resource);
  return nestedStackResource === undefined ? '' : logicalId(nestedStackResource as CfnResource);
}

/** What is acknowledged for a construct holds for all that is in it. */
const acknowledgedFor = ({ node }: Construct): readonly string[] =>
  node.scopes.flatMap((scope) =>
    scope.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.keys(data)),
  );

/** The innermost line of ours among those that led to it. */
function madeAt(stack: readonly string[]): { readonly file: string; readonly line: number } {
  for (const frame of stack) {
    const [, address, path = address ?? '', line] =
      /(?:(file:\/\/\S+?)|(\/[^\s()]+?)):(\d+):\d+\)?$/.exec(frame) ?? [];
    if (line === undefined) continue;
    const file = relative(root, path.startsWith('file:') ? fileURLToPath(path) : path)
      .split(sep)
      .join('/');
    if (/^(lib|bin|functions)\//.test(file)) return { file, line: Number(line) };
  }
  return { file: 'lib/stack/integrations-stack.ts', line: 1 };
}
