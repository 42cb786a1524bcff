import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';

/** A built function with one more file beside its code. The folder of the build stays as it is: it goes to all environments. */
export function codeWithFile(functionDir: string, name: string, text: string): Code {
  return Code.fromAsset(functionDir, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // CDK asks for an image and does without it where the folder is filled here.
      image: DockerImage.fromRegistry('none'),
      local: {
        tryBundle: (outputDir) => {
          cpSync(functionDir, outputDir, { recursive: true });
          writeFileSync(join(outputDir, name), text);
          return true;
        },
      },
    },
  });
}
