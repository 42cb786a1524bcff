/** Reads one stack from a synthesized cloud assembly. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import * as z from 'zod/mini';
import { type Template, templateSchema } from './template.ts';

export interface Stack {
  readonly template: Template;
  /** Folder of a file asset, by the key that the template names it with. Throws when the assembly does not hold it. */
  readonly assetDir: (s3Key: string) => string;
  /** Of a nested stack, by the address that the template names it with. Throws when the assembly does not hold it. */
  readonly nestedTemplate: (templateUrl: string) => Template;
}

/** Of a stack, by an empty path, and of what is nested in it, by the logical id of each nested stack. */
export function templatesOf(
  stack: Pick<Stack, 'template' | 'nestedTemplate'>,
): ReadonlyMap<string, Template> {
  const { template, nestedTemplate } = stack;
  const nested = Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) => {
    if (Type !== nestedStackType) return [];
    // Whatever the parts of the address are: it ends in the asset's name.
    const [asset = ''] = /\w+\.json/.exec(JSON.stringify(Properties.TemplateURL)) ?? [];
    return [[id, nestedTemplate(asset)] as const];
  });
  return new Map([['', template], ...nested]);
}

export const nestedStackType = 'AWS::CloudFormation::Stack';

const assetsSchema = z.object({
  files: z.record(z.string(), z.object({ source: z.object({ path: z.optional(z.string()) }) })),
});

/** Throws when `assemblyDir` holds no stack of this name. */
export function loadStack(assemblyDir: string, stackName: string): Stack {
  const dir = resolve(assemblyDir);
  const read = (file: string): unknown => JSON.parse(readFileSync(join(dir, file), 'utf8'));
  const templateFile = `${stackName}.template.json`;
  const templates = readdirSync(dir).filter((file) => file.endsWith('.template.json'));
  if (!templates.includes(templateFile)) {
    throw new Error(`no ${templateFile} in ${dir}: there is ${templates.join(', ') || 'no template at all'}`);
  }
  const template = templateSchema.parse(read(templateFile));
  const { files } = assetsSchema.parse(read(`${stackName}.assets.json`));
  const pathOf = (asset: string) => {
    const path = files[asset.replace(/\.(zip|json)$/, '')]?.source.path;
    if (path === undefined) throw new Error(`asset ${asset} is not in ${dir}: synthesize again`);
    return path;
  };
  return {
    template,
    nestedTemplate: (templateUrl) =>
      templateSchema.parse(read(pathOf(templateUrl.slice(templateUrl.lastIndexOf('/') + 1)))),
    assetDir: (s3Key) => {
      const path = pathOf(s3Key);
      const assetDir = resolve(dir, path);
      // `cdk bootstrap` and `cdk list` synthesize without bundling: their assets point into the sources.
      if (relative(dir, assetDir).startsWith('..')) {
        throw new Error(
          `asset ${s3Key} is ${assetDir}, outside of ${dir}: synthesize into a folder of its own`,
        );
      }
      return assetDir;
    },
  };
}
