/** Reads one stack from a synthesized cloud assembly. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import * as z from 'zod/mini';
import { type Template, templateSchema } from './template.ts';

export interface Stack {
  readonly template: Template;
  /** Folder of a file asset, by the key that the template names it with. Throws when the assembly does not hold it. */
  readonly assetDir: (s3Key: string) => string;
}

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
  return {
    template,
    assetDir: (s3Key) => {
      const path = files[s3Key.replace(/\.zip$/, '')]?.source.path;
      if (path === undefined) throw new Error(`asset ${s3Key} is not in ${dir}: synthesize again`);
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
