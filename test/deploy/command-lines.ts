/** The two command lines that a user has, run as a user runs them: in processes of their own, from the repository. */
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Environment } from './account.ts';
import type { Processes, Ran } from './processes.ts';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

export interface CommandLines {
  /** `npx cdk …`. Rejects with its output unless it succeeds. */
  readonly cdk: (args: readonly string[], root?: string) => Promise<Ran>;
  /** `npm run interlock -- …`. Resolves with whatever exit code there is. */
  readonly interlock: (args: readonly string[], input?: string, root?: string) => Promise<Ran>;
}

export function commandLines(processes: Processes, env: Environment): CommandLines {
  const bin = join(repository, 'node_modules', '.bin');
  // `npx` and `npm run` put it there: `node` is then the one that Lambda has.
  const path = { PATH: [bin, env.PATH].join(delimiter) };
  const around = (cwd: string) => ({ cwd, env: { ...env, ...path } });
  return {
    cdk: async (args, root = repository) => {
      const ran = await processes.run(join(bin, 'cdk'), args, around(root));
      if (ran.code !== 0) throw new Error(`cdk ${args.join(' ')}: exit ${ran.code}\n${endOf(ran)}`);
      return ran;
    },
    interlock: (args, input = '', root = repository) =>
      processes.run(process.execPath, [join(root, 'bin', 'interlock.ts'), ...args], {
        ...around(root),
        input,
      }),
  };
}

/** Progress of a deployment has hundreds of lines; why it failed stands in the last. */
const endOf = ({ stdout, stderr }: Ran) => (stdout + stderr).trim().split('\n').slice(-30).join('\n');
