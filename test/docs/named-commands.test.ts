import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { cdk, missingCommands } from './named-commands.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('commands that a text names', () => {
  it.each([
    'npm run vanish',
    'npm publish',
    'npx cdk vanish',
    'npx cdk deploy --vanish',
    'npm run interlock -- vanish --env prod',
    'npm run interlock -- secret vanish',
    'npm run interlock list',
    'npm run interlock -- send customer.created --vanish',
  ])('are missed when there is no %s', async (command) => {
    expect(await missingCommands(`first ${command}\n`)).toEqual([command]);
  });

  it('are found', async () => {
    const text =
      'npm ci\nnpm test\nnpm run check\nnpx cdk diff --fail-on broadening\nnpm run interlock -- secret set <destination> --env "$ENVIRONMENT"\n';
    expect(await missingCommands(text)).toEqual([]);
  });

  it('are looked up where the command line of the CDK has them from', () => {
    const cli = join(root, 'node_modules/aws-cdk/bin/cdk');
    const help = execFileSync(process.execPath, [cli, 'diff', '--help'], { encoding: 'utf8' });
    const flags = Object.keys({ ...cdk.globalOptions, ...cdk.commands.diff?.options });
    expect(flags.length).toBeGreaterThan(20);
    expect(flags.filter((flag) => !new RegExp(`--${flag}\\b`).test(help))).toEqual([]);
  });
});
