/** Commands that a text names, and which of them there are not. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { calledBy } from '../../lib/cli/command-list.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** What npm runs without a script of ours. */
const ownCommands = ['ci', 'outdated', 'test', 'start'];

/** What of `npm …`, `npx cdk …` and `npm run interlock -- …` in `text` does not exist, each as it stands there. */
export async function missingCommands(text: string): Promise<readonly string[]> {
  const npm = [...text.matchAll(/\bnpm (?!run\b)([a-z][\w-]*)/g)].filter(
    ([, name = '']) => !ownCommands.includes(name),
  );
  const npmRun = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].filter(
    ([, name = '']) => scripts[name] === undefined,
  );
  const ofCdk = [...text.matchAll(/\bnpx (?:--no-install )?cdk ([a-z]+)([^\n`#]*)/g)].filter(
    ([, command = '', rest = '']) => !cdkTakes(command, rest),
  );
  // Without the dashes npm takes the flags for its own.
  const own = [...text.matchAll(/\bnpm run interlock (?!-- )[^\n`#]*/g)].map(([all]) => all);
  for (const [all, rest = ''] of text.matchAll(/\bnpm run interlock -- ([^\n`#]*)/g)) {
    // Values stand in the place of what a shell would fill in.
    const args = rest
      .trim()
      .replaceAll(/"?\$\w+"?/g, 'prod')
      .replaceAll(/<\w[\w-]*>/g, 'stripe')
      .split(/\s+/);
    if (!(await isTaken(args))) own.push(all);
  }
  return [...[...npm, ...npmRun, ...ofCdk].map(([all]) => all), ...own];
}

/** Whether the command exists and takes these flags; nothing is run. */
async function isTaken(args: readonly string[]): Promise<boolean> {
  const flags = args.flatMap((arg) => /^--([\w-]+)/.exec(arg)?.[1] ?? []).filter((flag) => flag !== 'help');
  const words = args.filter((arg) => !arg.startsWith('-'));
  const entry = calledBy(words);
  if (entry === undefined) return words.length === 0 || (words.length === 1 && words[0] === '<command>');
  const known = (await entry.load()).flags;
  return flags.every((flag) => Object.hasOwn(known, flag));
}

interface CdkCommandLine {
  readonly globalOptions: Readonly<Record<string, unknown>>;
  readonly commands: Readonly<Record<string, { readonly options?: Readonly<Record<string, unknown>> }>>;
}

/** What the CDK's command line is generated from: to ask each command for its help takes a second each. */
export const cdk: CdkCommandLine = JSON.parse(
  readFileSync(join(root, 'node_modules/aws-cdk/lib/cli/cli-type-registry.json'), 'utf8'),
);

function cdkTakes(command: string, rest: string): boolean {
  if (!Object.hasOwn(cdk.commands, command)) return false;
  const known = { ...cdk.globalOptions, ...cdk.commands[command]?.options };
  const flags = [...rest.matchAll(/(?<=\s)--([a-z-]+)/g)].map(([, flag = '']) =>
    flag.replace(/^no-(?=notices|color)/, ''),
  );
  return flags.every((flag) => Object.hasOwn(known, flag));
}
